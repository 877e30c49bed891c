using System.Runtime.InteropServices;

namespace TcpResets.Kernel;

/// <summary>Finds out what the running kernel has.</summary>
internal static class KernelFactsReader
{
    public static KernelFacts Read(KernelBtf types)
    {
        string[] modules = [.. KernelPlan.Functions.Select(function => function.Module).Where(module => module.Length > 0).Distinct()];
        return new KernelFacts
        {
            Architecture = RuntimeInformation.ProcessArchitecture,
            Tracepoints = KernelPlan.Tracepoints.ToDictionary(name => name, types.TracepointArguments),
            Functions = KernelPlan.Functions.Select(function => function.Name).Distinct()
                .ToDictionary(name => name, types.FunctionArguments),
            Modules = modules.Where(module => Directory.Exists($"/sys/module/{module}")).ToList(),
            ModulesWithTypes = modules.Where(module => File.Exists($"/sys/kernel/btf/{module}")).ToList(),
            MayReadModules = KernelPrivileges.MayReadModules,
            Watching = FunctionWatch.Try(types),
            SentReasons = types.Enumeration("sk_rst_reason"),
            DropReasons = types.Enumeration("skb_drop_reason"),
            EmbryonicRsts = types.Constant("LINUX_MIB_NUM", "LINUX_MIB_EMBRYONICRSTS"),
            CountsLockedMemory = types.HasStructure("bpf_map_memory"),
        };
    }
}
