using TcpResets.Linux;

namespace TcpResets.Kernel;

/// <summary>What the source <c>kernel</c> needs, and the words for what is missing: one sentence without a full stop.</summary>
internal static class KernelRequirements
{
    private const string Types = "/sys/kernel/btf/vmlinux";
    private const string ThisExecutable = "/proc/self/exe";
    private const string Lockdown = "/sys/kernel/security/lockdown";

    /// <summary>What can be seen to be missing before anything is tried; null if nothing is.</summary>
    public static string? Missing()
    {
        if (!File.Exists(Types))
        {
            return $"this kernel has no type information (no {Types}; it takes Linux 5.8 or later with CONFIG_DEBUG_INFO_BTF)";
        }

        return KernelPrivileges.AreThere ? null
            : $"it takes the capabilities CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN, which {WhyNotGiven()}";
    }

    /// <summary>Which hook the kernel lacks; null if none.</summary>
    public static string? Missing(KernelFacts facts) =>
        KernelPlan.Tracepoints.FirstOrDefault(name => facts.Arguments(name) < 1) is { } tracepoint
            ? $"this kernel has no tracepoint {tracepoint} (CONFIG_TRACEPOINTS)"
            : null;

    // Why exec(2) has not given them (capabilities(7), "Transformation of capabilities during execve()"). A program that was started with
    // no_new_privs, from a file system mounted nosuid or under a tracer gets nothing of what its file has.
    private static string WhyNotGiven()
    {
        string install = $"'{Executable.Called} install', as root";
        bool fileHasThem = KernelPrivileges.AreEnough(FileCapabilities.OfTarget(ThisExecutable));
        string thenInstall = fileHasThem ? "" : $"; then {install}, gives them";
        if (!KernelPrivileges.CanBeGiven)
        {
            return $"the agent's service or container withholds (CapabilityBoundingSet=); restart the agent after {install}";
        }

        if (!Privileges.CanBeGained)
        {
            return "this process may not be given by its file, since it was started with no_new_privs: take that away "
                + $"(NoNewPrivileges= of its service, allowPrivilegeEscalation of its container){thenInstall}";
        }

        if (!FileSystem.GivesPrivileges(ThisExecutable))
        {
            return $"no file can give that is on a file system mounted nosuid, as {Environment.ProcessPath} is: "
                + $"mount it without that{thenInstall}";
        }

        return fileHasThem
            ? "its file has, but this process has not been given: the file was changed after its start, or a tracer runs it"
            : $"this process has not been given; {install}, gives them";
    }

    /// <summary>Why <see cref="Types"/> cannot be read.</summary>
    public static string CannotReadTypes(int errno) =>
        errno == Errno.NoProcess // btf__load_vmlinux_btf(): what it has found is none
            ? $"{Types} holds no type information that can be read"
            : $"{Types}: {Errno.Text(errno)}";

    /// <summary>Why the kernel refuses the programs.</summary>
    public static string CannotLoad(int errno, KernelFacts facts)
    {
        if (errno == Errno.NoSystemCall)
        {
            return "this kernel, or a filter on system calls, knows no bpf(2)";
        }

        // The verifier then does not even know the helpers that read memory (bpf_tracing_func_proto()), and says EINVAL.
        if (FileTree.Read(Lockdown, out byte[] content) == 0 && content.AsSpan().IndexOf("[confidentiality]"u8) >= 0)
        {
            return "the kernel is locked down (confidentiality), which forbids to read its memory";
        }

        return errno != Errno.NotPermitted ? $"the kernel refuses the programs: {Errno.Text(errno)}" // a verifier's: EACCES, EINVAL
            : facts.CountsLockedMemory && ResourceLimit.OfLockedMemory is var limit and not ulong.MaxValue
            ? $"this kernel counts the memory of programs as locked memory, of which this process may have {limit / 1024} KiB "
                + "(LimitMEMLOCK= of its service): too little"
            : "the kernel, a security module or a filter on system calls denies bpf(2) to this process, in spite of its capabilities";
    }
}
