using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>setrlimit(2).</summary>
internal static unsafe partial class ResourceLimit
{
    private const int LockedMemory = 8;

    /// <summary>Lifts the limit on locked memory, as far as this process may: up to what is allowed to it, or without CAP_SYS_RESOURCE's bound.</summary>
    public static void LiftLockedMemory()
    {
        ulong* limits = stackalloc ulong[] { ulong.MaxValue, ulong.MaxValue };
        _ = setrlimit(LockedMemory, limits);
    }

    [LibraryImport(Libc.Name)]
    private static partial int setrlimit(int resource, ulong* limits);
}
