using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>clock_gettime(2), answered by the vDSO: no system call.</summary>
internal static partial class ClockGetTime
{
    private const int ClockRealtime = 0;
    private const int ClockBoottime = 7;

    /// <summary>Microseconds since 1970 of the wall clock. It jumps when somebody sets it.</summary>
    public static long Realtime() => Microseconds(ClockRealtime);

    /// <summary>Microseconds since boot, suspend included. It never jumps and never goes back.</summary>
    public static long Boottime() => Microseconds(ClockBoottime);

    private static long Microseconds(int clock)
    {
        // A clock that Linux has had since 2.6.39 cannot fail (clock_gettime(2), ERRORS).
        _ = clock_gettime(clock, out Timespec now);
        return (now.Seconds * 1_000_000) + (now.Nanoseconds / 1000);
    }

    [LibraryImport(Libc.Name)]
    [SuppressGCTransition]
    private static partial int clock_gettime(int clock, out Timespec now);
}
