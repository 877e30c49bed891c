using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>clock_gettime(2), answered by the vDSO, but for a thread's time: no system call; clock_getres(2).</summary>
internal static partial class ClockGetTime
{
    private const int ClockRealtime = 0;
    private const int ClockThreadProcessorTime = 3;
    private const int ClockMonotonicCoarse = 6;
    private const int ClockBoottime = 7;

    /// <summary>Microseconds since 1970 of the wall clock. It jumps when somebody sets it.</summary>
    public static long Realtime() => Microseconds(ClockRealtime);

    /// <summary>Microseconds since boot, suspend included. It never jumps and never goes back.</summary>
    public static long Boottime() => Microseconds(ClockBoottime);

    /// <summary>Microseconds of a processor that this thread has used. A system call.</summary>
    public static long OfThisThread() => Microseconds(ClockThreadProcessorTime);

    /// <summary>How often the kernel's timer ticks in a second (CONFIG_HZ): that clock goes by ticks, and each is its resolution.</summary>
    public static uint TicksPerSecond()
    {
        _ = clock_getres(ClockMonotonicCoarse, out Timespec tick);
        return (uint)((1_000_000_000 + (tick.Nanoseconds / 2)) / Math.Max(1, tick.Nanoseconds));
    }

    private static long Microseconds(int clock)
    {
        // A clock that Linux has had since 2.6.39 cannot fail (clock_gettime(2), ERRORS).
        _ = clock_gettime(clock, out Timespec now);
        return (now.Seconds * 1_000_000) + (now.Nanoseconds / 1000);
    }

    [LibraryImport(Libc.Name)]
    private static partial int clock_getres(int clock, out Timespec resolution);

    [LibraryImport(Libc.Name)]
    [SuppressGCTransition]
    private static partial int clock_gettime(int clock, out Timespec now);
}
