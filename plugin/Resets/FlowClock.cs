namespace TcpResets.Resets;

/// <summary>
/// What time it is for all rows of a table. They keep the microseconds since boot, which never jump, and tell those of the wall clock,
/// which somebody may set.
/// </summary>
internal sealed class FlowClock
{
    /// <summary>Microseconds since boot, suspend included, of the last <see cref="FlowTable.Settle"/>.</summary>
    public long Now { get; private set; }

    /// <summary>Microseconds between the last two.</summary>
    public long Period { get; private set; }

    /// <summary>Microseconds since the first one: there is no rate of a time before it.</summary>
    public long Running => Now - began;

    private long began = long.MinValue;
    private long offset;

    public void Set(long now, long realtime)
    {
        began = began == long.MinValue ? now : began;
        Period = Math.Max(now - Now, 0);
        Now = Math.Max(now, Now);
        offset = realtime - now;
    }

    /// <summary>Microseconds since 1970, of a time since boot; 0 at the least.</summary>
    public long Realtime(long time) => Math.Max(time + offset, 0);

    /// <summary>The time since boot, below 0 for one before it, of microseconds since 1970.</summary>
    public long Boottime(long realtime) => realtime - offset;
}
