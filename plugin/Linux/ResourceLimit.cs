using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>getrlimit(2) and setrlimit(2).</summary>
internal static unsafe partial class ResourceLimit
{
    private const int LockedMemory = 8;

    /// <summary>Bytes of locked memory that this process may have; <see cref="ulong.MaxValue"/> if there is no limit.</summary>
    public static ulong OfLockedMemory
    {
        get
        {
            ulong* limits = stackalloc ulong[] { ulong.MaxValue, ulong.MaxValue };
            _ = getrlimit(LockedMemory, limits);
            return limits[0];
        }
    }

    /// <summary>Lifts the limit on locked memory: for good with CAP_SYS_RESOURCE, without as far as this process may.</summary>
    public static void LiftLockedMemory()
    {
        ulong* limits = stackalloc ulong[] { ulong.MaxValue, ulong.MaxValue }; // the one in force, and how far that may be raised
        if (setrlimit(LockedMemory, limits) != 0 && getrlimit(LockedMemory, limits) == 0)
        {
            limits[0] = limits[1];
            _ = setrlimit(LockedMemory, limits);
        }
    }

    [LibraryImport(Libc.Name)]
    private static partial int getrlimit(int resource, ulong* limits);

    [LibraryImport(Libc.Name)]
    private static partial int setrlimit(int resource, ulong* limits);
}
