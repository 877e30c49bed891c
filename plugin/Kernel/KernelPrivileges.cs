using TcpResets.Linux;

namespace TcpResets.Kernel;

/// <summary>The capabilities for loading and attaching programs, in effect only as long as that takes.</summary>
internal readonly struct KernelPrivileges : IDisposable
{
    // linux/capability.h. CAP_BPF and CAP_PERFMON are of 5.8; CAP_SYS_ADMIN implies both. CAP_SYS_RESOURCE: RLIMIT_MEMLOCK, before 5.11.
    private const ulong Bpf = 1UL << 39;
    private const ulong PerfMon = 1UL << 38;
    private const ulong SysAdmin = 1UL << 21;
    private const ulong SysResource = 1UL << 24;

    /// <summary>What the executable is to be given: of these it takes the least that the agent's service leaves.</summary>
    public const ulong OfFile = Bpf | PerfMon | SysAdmin | SysResource;

    private readonly ulong before;

    private KernelPrivileges(ulong before) => this.before = before;

    /// <summary>Whether this process has been given enough of them.</summary>
    public static bool AreThere => Needed(Capabilities.Permitted) != 0;

    /// <summary>Whether a set is enough, such as that of a file.</summary>
    public static bool AreEnough(ulong capabilities) => Needed(capabilities) != 0;

    /// <summary>Whether its file can give it enough of them, or whatever has started it withholds them.</summary>
    public static bool CanBeGiven => Needed(Capabilities.Bounding) != 0;

    /// <summary>Whether it takes the widest of them, since the least were not given.</summary>
    public static bool NeedSysAdmin => (Needed(Capabilities.Permitted) & SysAdmin) != 0;

    /// <summary>Whether the types of modules may be looked into, once <see cref="RaiseForModules"/> was called.</summary>
    public static bool MayReadModules => (Capabilities.Permitted & SysAdmin) != 0;

    /// <summary>Puts into effect what was given and is needed, no more.</summary>
    public static KernelPrivileges Raise()
    {
        ulong before = Capabilities.Effective;
        Capabilities.SetEffective(before | Needed(Capabilities.Permitted) | (Capabilities.Permitted & SysResource));
        ResourceLimit.LiftLockedMemory(); // what BPF maps and programs counted against before 5.11; later, this changes nothing
        return new KernelPrivileges(before);
    }

    /// <summary>Puts into effect, too, what it takes to look into modules (<c>bpf_obj_get_next_id()</c>), if it was given.</summary>
    public static void RaiseForModules() => Capabilities.SetEffective(Capabilities.Effective | SysAdmin);

    public void Dispose() => Capabilities.SetEffective(before);

    private static ulong Needed(ulong permitted) =>
        (permitted & (Bpf | PerfMon)) == (Bpf | PerfMon) ? Bpf | PerfMon
        : (permitted & SysAdmin) != 0 ? permitted & (SysAdmin | PerfMon | Bpf)
        : 0;
}
