namespace TcpResets;

/// <summary>
/// When to collect: at whole multiples of update every on the wall clock, as the agent aligns its points. Multiples missed while the
/// process was stopped, the machine suspended or the reader slow are left out, not caught up in a burst: the counters lose nothing.
/// </summary>
internal sealed class Heartbeat
{
    private const long MicrosecondsPerSecond = 1_000_000;

    // The wait is timed by the monotonic clock, and the wall clock is slewed against it by 500 ppm at most (adjtimex(2)): this much
    // before a multiple it is that multiple's time, and the next one follows.
    private const int EarlyPartOfStep = 100;

    private readonly long step;
    private long target;

    /// <summary>Starts the clock.</summary>
    /// <param name="updateEvery">Seconds between two collections, at least 1.</param>
    /// <param name="realtime">The wall clock, in microseconds since 1970.</param>
    public Heartbeat(int updateEvery, long realtime)
    {
        step = updateEvery * MicrosecondsPerSecond;
        target = NextMultiple(realtime);
    }

    /// <summary>How long to wait for the next collection: 0 to one step, in microseconds, however the wall clock was set meanwhile.</summary>
    /// <param name="realtime">The wall clock, in microseconds since 1970.</param>
    public long Wait(long realtime) => Math.Clamp(target - realtime, 0, step);

    /// <summary>Goes on to the next multiple, once the wait is over.</summary>
    /// <param name="realtime">The wall clock, in microseconds since 1970.</param>
    public void Beat(long realtime) => target = NextMultiple(realtime + (step / EarlyPartOfStep));

    private long NextMultiple(long realtime) => realtime - (realtime % step) + step;
}
