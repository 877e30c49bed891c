namespace TcpResets.Running;

/// <summary>
/// When to collect: at whole multiples of update every on the wall clock, as the agent aligns its points. Multiples missed while the
/// process was stopped, the machine suspended or the reader slow are left out, not caught up in a burst: the counters lose nothing. All
/// times are microseconds, those of the wall clock since 1970.
/// </summary>
internal sealed class Heartbeat
{
    /// <summary>
    /// The longest wait in microseconds. An agent stops a plugin that has been silent for two minutes (<c>pluginsd_process()</c>, 1.44
    /// on), and the wall clock may have been set meanwhile.
    /// </summary>
    public const long LongestWait = 60 * MicrosecondsPerSecond;

    private const long MicrosecondsPerSecond = 1_000_000;

    // The wait is timed by the monotonic clock. If the wall clock was set back a little meanwhile, by a step of NTP's, the wait ends
    // just before the multiple: this much before it is that multiple's time, and the next one follows.
    private const long Early = MicrosecondsPerSecond / 100;

    private readonly long step;
    private long target;

    /// <summary>Starts at a time, for so many seconds between two collections, at least 1.</summary>
    public Heartbeat(int updateEvery, long realtime)
    {
        step = updateEvery * MicrosecondsPerSecond;
        target = NextMultiple(realtime);
    }

    /// <summary>How long to wait before asking <see cref="IsDue"/>, in microseconds: 0 to <see cref="LongestWait"/>.</summary>
    public long Wait(long realtime) => Math.Clamp(target - realtime, 0, Math.Min(step + Early, LongestWait));

    /// <summary>True if it is time to collect: at the multiple, or at once if the clock was set back by more than a step.</summary>
    public bool IsDue(long realtime) => target - realtime <= Early || target - realtime > step + Early;

    /// <summary>Goes on to the next multiple, once it has been collected.</summary>
    public void Beat(long realtime) => target = NextMultiple(realtime + Early);

    private long NextMultiple(long realtime) => realtime - (realtime % step) + step;
}
