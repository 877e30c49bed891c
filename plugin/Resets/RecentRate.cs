namespace TcpResets.Resets;

/// <summary>
/// How many there were in the last ten seconds, from two counters: what came in these ten seconds by the clock, and of those before as much
/// as still belongs to the last ten. All times are microseconds since boot.
/// </summary>
internal struct RecentRate
{
    private const long Window = 10_000_000;
    private const long Shortest = 1_000_000;

    private long latest;
    private int current;
    private uint inLatest;
    private uint now;
    private uint before;

    /// <summary>Adds what came until a time.</summary>
    public void Add(long time, ulong resets)
    {
        uint added = (uint)Math.Min(resets, uint.MaxValue);
        inLatest = added;
        latest = time;
        Move(time - 1);
        now = Sum(now, added);
    }

    /// <summary>Per second, until a time.</summary>
    /// <param name="time">The end of the ten seconds.</param>
    /// <param name="period">Microseconds between two additions: if it is longer than ten seconds, they tell of no shorter time.</param>
    /// <param name="running">Microseconds since the first could have come: if these are fewer than ten seconds, they are the time.</param>
    public readonly double PerSecond(long time, long period, long running)
    {
        if (period >= Window)
        {
            return PerSecondOfLatest(time, period);
        }

        RecentRate moved = this;
        moved.Move(time);
        return running < Window
            ? ((double)moved.now + moved.before) * 1_000_000 / Math.Max(running, Shortest)
            : Slide(moved.now, moved.before, time % Window, Window);
    }

    /// <summary>Per second, of what was added last, if that was at a time.</summary>
    public readonly double PerSecondOfLatest(long time, long period) => latest == time ? inLatest * 1_000_000.0 / period : 0;

    /// <summary>Per second, in a window that ends so long after a multiple of its length.</summary>
    public static double Slide(uint now, uint before, long elapsed, long window) =>
        (now + (before * (1 - ((double)elapsed / window)))) * 1_000_000 / window;

    /// <summary>Adds what another has counted.</summary>
    public void Fold(in RecentRate other)
    {
        RecentRate moved = other;
        Move(other.current * Window);
        moved.Move(current * Window);
        now = Sum(now, moved.now);
        before = Sum(before, moved.before);
        inLatest = other.latest < latest ? inLatest : other.latest > latest ? other.inLatest : Sum(inLatest, other.inLatest);
        latest = Math.Max(latest, other.latest);
    }

    private static uint Sum(uint one, uint other) => (uint)Math.Min((ulong)one + other, uint.MaxValue);

    private void Move(long time)
    {
        int window = (int)(time / Window);
        if (window > current)
        {
            before = window == current + 1 ? now : 0;
            now = 0;
            current = window;
        }
    }
}
