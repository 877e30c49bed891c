namespace TcpResets.Resets;

/// <summary>
/// What a <see cref="Flow"/> tells. All rows of a table lie in one array, so that one that is not used yet costs nothing, and none is moved
/// by a collection. All times are microseconds since boot.
/// </summary>
internal struct FlowRow
{
    public FlowKey Key;
    public bool IsOthers;
    public ulong Count;
    public ulong Earlier;
    public long First;
    public long Last;
    public MinuteRing Minutes;
    public RecentRate Recent;
    public IdleTimes Idles;
    public uint NoData;
    public uint Request;
    public uint Exchange;
    public uint Unacknowledged;
    public uint CloseWait;
    public Address Local;
    public ushort LastLocalPort;
    public ushort LastPeerPort;
    public ushort LastReason;
    public bool HasSameLocalPort;
    public bool HasSamePeerPort;

    /// <summary>Events that no total has been given for yet: <see cref="FlowTable.Settle"/>.</summary>
    public uint Pending;

    /// <summary>What these stand for besides: <see cref="IResetEventReader.Read"/>.</summary>
    public ulong Untold;

    /// <summary>Whether it is among those to be settled.</summary>
    public bool IsUnsettled;

    /// <summary>See <see cref="FlowIndex.HashOf"/>.</summary>
    public uint Hash;

    /// <summary>Where it stands in its <see cref="FlowClass"/>.</summary>
    public int Place;

    /// <summary>What it is worth to keep: when it was last seen, and as if ten minutes later for each doubling of its resets.</summary>
    public readonly long Worth => Last + (System.Numerics.BitOperations.Log2(Count + Pending + 1) * 10 * MinuteRing.Minute);

    /// <summary>Makes it a new row. It stays among those to be settled if it is.</summary>
    public void Begin(in FlowKey key, uint hash, bool isOthers)
    {
        bool isUnsettled = IsUnsettled;
        this = default;
        Key = key;
        Hash = hash;
        IsOthers = isOthers;
        IsUnsettled = isUnsettled;
        First = long.MaxValue;
        Last = long.MinValue / 2;
        HasSameLocalPort = HasSamePeerPort = key.Role == Role.Unknown && !isOthers;
    }

    /// <summary>Takes an event, which stays pending.</summary>
    /// <param name="reset">The event.</param>
    /// <param name="untold">What it stands for besides: <see cref="IResetEventReader.Read"/>.</param>
    /// <param name="idle">Its idle time in milliseconds.</param>
    public void Add(in ResetEvent reset, ulong untold, uint idle)
    {
        bool isFirst = First == long.MaxValue;
        Pending++;
        Untold += untold;
        See((long)(reset.Time / 1000));
        switch (reset.Stage)
        {
            case Stage.NoData:
                NoData++;
                break;
            case Stage.Request:
                Request++;
                break;
            case Stage.Exchange:
                Exchange++;
                break;
        }

        if (reset.TellsConnection)
        {
            Idles.Add(idle, (long)(reset.Time / 1000));
            Unacknowledged += reset.IsUnacknowledged ? 1u : 0;
            CloseWait += reset.IsInCloseWait ? 1u : 0;
        }

        HasSameLocalPort &= isFirst || reset.LocalPort == LastLocalPort;
        HasSamePeerPort &= isFirst || reset.PeerPort == LastPeerPort;
        Local = reset.Local;
        LastLocalPort = reset.LocalPort;
        LastPeerPort = reset.PeerPort;
        LastReason = reset.Reason;
    }

    /// <summary>Counts resets of the totals, which came before a time.</summary>
    public void Gain(ulong resets, long now)
    {
        Count += resets;
        Minutes.Add(now - 1, resets);
        Recent.Add(now, resets);
    }

    /// <summary>Takes over all that another row tells, which is pushed out, or was counted by an earlier run.</summary>
    public void Fold(in FlowRow other)
    {
        Count += other.Count;
        Earlier += other.Earlier;
        Pending += other.Pending;
        Untold += other.Untold;
        NoData += other.NoData;
        Request += other.Request;
        Exchange += other.Exchange;
        Unacknowledged += other.Unacknowledged;
        CloseWait += other.CloseWait;
        Minutes.Fold(other.Minutes);
        Recent.Fold(other.Recent);
        foreach (uint idle in other.Idles.Span)
        {
            Idles.Add(idle);
        }

        bool isFirst = First == long.MaxValue;
        HasSameLocalPort &= other.HasSameLocalPort && (isFirst || other.LastLocalPort == LastLocalPort);
        HasSamePeerPort &= other.HasSamePeerPort && (isFirst || other.LastPeerPort == LastPeerPort);
        if (other.Last > Last)
        {
            Local = other.Local;
            LastLocalPort = other.LastLocalPort;
            LastPeerPort = other.LastPeerPort;
            LastReason = other.LastReason;
        }

        First = Math.Min(First, other.First);
        Last = Math.Max(Last, other.Last);
    }

    /// <summary>It was seen at a time.</summary>
    public void See(long time)
    {
        First = Math.Min(First, time);
        Last = Math.Max(Last, time);
    }
}
