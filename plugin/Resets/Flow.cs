namespace TcpResets.Resets;

/// <summary>
/// One row of a <see cref="FlowTable"/>, as others may read it: the resets of one <see cref="FlowKey"/>, or all others of a kind. Once it
/// has been pushed out it tells of another key: whoever wants to keep what it tells copies it.
/// </summary>
internal sealed class Flow(FlowRow[] rows, int number, FlowClock clock)
{
    public FlowKey Key => Row.Key;

    /// <summary>Whether it is what is known of no single peer, and what was pushed out: one for each kind, family and IsExcluded.</summary>
    public bool IsOthers => Row.IsOthers;

    /// <summary>Resets, scaled to the exact totals.</summary>
    public ulong Count => Row.Count;

    /// <summary>Those of <see cref="Count"/> that an earlier run of the plugin has counted, and no total of this one knows.</summary>
    public ulong Earlier => Row.Earlier;

    /// <summary>When it was first seen, in microseconds since 1970.</summary>
    public long First => clock.Realtime(Row.First);

    /// <summary>When it was last seen, in microseconds since 1970.</summary>
    public long Last => clock.Realtime(Row.Last);

    /// <summary>Microseconds since it was last seen.</summary>
    public long Age => Math.Max(clock.Now - Row.Last, 0);

    /// <summary>Per second, over the last ten seconds.</summary>
    public double RecentRate => Row.Recent.PerSecond(clock.Now, clock.Period, clock.Running);

    /// <summary>Per second, over the last minute.</summary>
    public double MinuteRate => clock.Period < MinuteRing.Minute
        ? Row.Minutes.PerSecond(clock.Now)
        : Row.Recent.PerSecondOfLatest(clock.Now, clock.Period);

    /// <summary>How many attributed ones there were of <see cref="Stage.NoData"/>.</summary>
    public ulong NoData => Row.NoData;

    /// <summary>And of <see cref="Stage.Request"/>.</summary>
    public ulong Request => Row.Request;

    /// <summary>And of <see cref="Stage.Exchange"/>.</summary>
    public ulong Exchange => Row.Exchange;

    /// <summary>How many of all these there were with <see cref="ResetEvent.IsUnacknowledged"/>.</summary>
    public ulong Unacknowledged => Row.Unacknowledged;

    /// <summary>And with <see cref="ResetEvent.IsInCloseWait"/>.</summary>
    public ulong CloseWait => Row.CloseWait;

    /// <summary>Idle times of the last attributed ones, in milliseconds, at most <see cref="IdleTimes.Most"/>.</summary>
    public ReadOnlySpan<uint> Idles => Row.Idles.Span;

    /// <summary>The address here of the last one that was attributed; so are the four that follow.</summary>
    public Address Local => Row.Local;

    public ushort LastLocalPort => Row.LastLocalPort;

    public ushort LastPeerPort => Row.LastPeerPort;

    public ushort LastReason => Row.LastReason;

    /// <summary>If the role is unknown: the port here that all attributed ones had, else 0.</summary>
    public ushort SameLocalPort => Row.HasSameLocalPort ? Row.LastLocalPort : (ushort)0;

    /// <summary>The same of the peer's port.</summary>
    public ushort SamePeerPort => Row.HasSamePeerPort ? Row.LastPeerPort : (ushort)0;

    /// <summary>What it tells, as the table keeps it.</summary>
    internal ref FlowRow Row => ref rows[number];

    /// <summary>How many there were in a minute of the last <see cref="MinuteRing.Length"/>: 0 minutes ago is the current one.</summary>
    public uint MinuteAt(int minutesAgo) => Row.Minutes.At(clock.Now, minutesAgo);
}
