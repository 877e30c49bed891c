using System.Runtime.InteropServices;
using TcpResets.Kernel;

namespace TcpResets.Tests.Kernel;

/// <summary>What kernels have, as in include/trace/events/{skb,tcp}.h, net/ipv4/tcp_{ipv4,minisocks}.c, nf_reject_ipv4.c.</summary>
internal static class Kernels
{
    private static readonly string[] Modules = ["nf_reject_ipv4", "nf_reject_ipv6"];
    private static readonly string[] None = [];

    /// <summary>By name; CAP_SYS_ADMIN may look into each, and its functions can be watched, unless the name says otherwise.</summary>
    public static IReadOnlyDictionary<string, KernelFacts> All { get; } = new Dictionary<string, KernelFacts>
    {
        ["5.8"] = Linux(drop: 2, sent: 2, nfSendReset: 3) with { ModulesWithTypes = None, Modules = None },
        ["5.8, modules without types"] = Linux(drop: 2, sent: 2) with { ModulesWithTypes = None },
        ["5.10"] = Linux(drop: 2, sent: 2, nfSendReset: 4) with { ModulesWithTypes = None, Modules = None },
        ["5.10, modules without types"] = Linux(drop: 2, sent: 2) with { ModulesWithTypes = None },
        ["5.15"] = Linux(drop: 2, sent: 2),
        ["5.15, IPv6 as a module, without CAP_SYS_ADMIN"] =
            Linux(drop: 2, sent: 2, v6: false) with { Modules = With("ipv6"), ModulesWithTypes = With("ipv6"), MayReadModules = false },
        ["5.15, arm64"] = Linux(drop: 2, sent: 2) with { Architecture = Architecture.Arm64, Watching = FunctionWatching.Impossible },
        ["5.17"] = Linux(drop: 3, sent: 2),
        ["6.1"] = Linux(drop: 3, sent: 2),
        ["6.1, without CAP_SYS_ADMIN"] = Linux(drop: 3, sent: 2) with { MayReadModules = false },
        ["6.1, arm64"] = Linux(drop: 3, sent: 2) with { Architecture = Architecture.Arm64, Watching = FunctionWatching.Impossible },
        ["6.1, kernel.ftrace_enabled=0"] = Linux(drop: 3, sent: 2) with { Watching = FunctionWatching.SwitchedOff },
        ["6.1, no rule that rejects"] = Linux(drop: 3, sent: 2) with { Modules = None, ModulesWithTypes = None },
        ["6.1, IPv6 as a module"] = Linux(drop: 3, sent: 2, v6: false) with { Modules = With("ipv6"), ModulesWithTypes = With("ipv6") },
        ["6.1, IPv6 as a module, without CAP_SYS_ADMIN"] =
            Linux(drop: 3, sent: 2, v6: false) with { Modules = With("ipv6"), ModulesWithTypes = With("ipv6"), MayReadModules = false },
        ["6.1, IPv6 as a module that is not loaded"] = Linux(drop: 3, sent: 2, v6: false),
        ["6.10"] = Linux(drop: 3, sent: 3),
        ["6.11"] = Linux(drop: 4, sent: 3),
        ["6.12"] = Linux(drop: 4, sent: 3, timeWait: 4),
        ["6.18"] = Linux(drop: 4, sent: 3, timeWait: 5, checkReq: 6),
        ["6.18, without function tracing"] =
            Linux(drop: 4, sent: 3, timeWait: 5, checkReq: 6) with { Watching = FunctionWatching.Impossible },
        ["7.3"] = Linux(drop: 4, sent: 3, timeWait: 5, checkReq: 6),
    };

    private static string[] With(string module) => [.. Modules, module];

    // The numbers of arguments: of tracepoints, and of functions of the kernel itself.
    private static KernelFacts Linux(int drop, int sent, int timeWait = 3, int checkReq = 5, int? nfSendReset = null, bool v6 = true)
    {
        Dictionary<string, int> functions = new()
        {
            ["tcp_v4_send_reset"] = sent,
            ["tcp_timewait_state_process"] = timeWait,
            ["tcp_check_req"] = checkReq,
        };
        if (v6)
        {
            functions["tcp_v6_send_reset"] = sent;
        }

        if (nfSendReset is { } arguments)
        {
            functions["nf_send_reset"] = functions["nf_send_reset6"] = arguments;
        }

        return new KernelFacts
        {
            Tracepoints = new Dictionary<string, int> { ["tcp_receive_reset"] = 1, ["tcp_send_reset"] = sent, ["kfree_skb"] = drop },
            Functions = functions,
            Modules = Modules,
            ModulesWithTypes = Modules,
            MayReadModules = true,
            Watching = FunctionWatching.Possible,
            EmbryonicRsts = 53,
        };
    }
}
