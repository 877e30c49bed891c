namespace TcpResets.Resets;

/// <summary>
/// Who was hit, where and why, in rows that always add up to the exact totals: <see cref="Flow.Count"/> without <see cref="Flow.Earlier"/>,
/// over all rows of a kind, is what the total has grown by since the first <see cref="Settle"/>, without what is held back. It has a fixed
/// number of rows, and allocates nothing once each has been used.
/// </summary>
internal sealed class FlowTable : IResetEventReader
{
    /// <summary>Rows of all others that there can be.</summary>
    public const int MostOthers = 2 * Slots;

    private const int Slots = 2 * Kind.Room;
    private static readonly Service OfAll = new(ServiceKind.Host, "others");

    private readonly FlowRows rows;
    private readonly FlowIndex index;
    private readonly FlowClass forgeable;
    private readonly FlowClass proved;
    private readonly int[] others = new int[MostOthers]; // their numbers + 1
    private readonly int[] unsettled;
    private readonly FlowScale[] scales = new FlowScale[Slots];
    private readonly int capacity;
    private readonly IServiceDirectory services;
    private readonly uint ticksPerSecond;
    private int unsettledCount;
    private bool hasBegun;
    private bool awaits; // something is held back
    private (ResetCounts? Counts, ulong Changes) settled;

    /// <summary>Makes an empty one.</summary>
    /// <param name="capacity">
    /// The most rows, besides one for all others of each kind and family; forgeable peers get half of them.
    /// </param>
    /// <param name="services">Knows the services.</param>
    /// <param name="ticksPerSecond">Of the kernel: the unit of <see cref="ResetEvent.IdleTicks"/>.</param>
    public FlowTable(int capacity, IServiceDirectory services, uint ticksPerSecond)
    {
        this.capacity = capacity;
        this.services = services;
        this.ticksPerSecond = ticksPerSecond;
        rows = new FlowRows(Capacity, Clock);
        index = new FlowIndex(rows, capacity);
        forgeable = new FlowClass(rows, capacity / 2);
        proved = new FlowClass(rows, capacity);
        unsettled = new int[Capacity];
    }

    /// <summary>The time that its rows go by, which <see cref="Settle"/> sets.</summary>
    public FlowClock Clock { get; } = new();

    /// <summary>The most rows that there can be.</summary>
    public int Capacity => capacity + others.Length;

    /// <summary>All rows, in no order; some may have a count of 0 still. Good until another event is read.</summary>
    public ReadOnlySpan<Flow> Rows => rows.Flows;

    /// <summary>Whom to tell what each row gains; null for nobody.</summary>
    public IGainReader? Gains { get; init; }

    /// <summary>Resets that are counted by their events.</summary>
    public ulong Attributed { get; private set; }

    /// <summary>Resets whose events have not come: what those of their kind that did come in the same second were scaled by.</summary>
    public ulong Unattributed { get; private set; }

    /// <summary>Which of <see cref="MostOthers"/> rows it belongs to, if it has none of its own.</summary>
    public static int PlaceOfOthers(in FlowKey key) => key.Kind.Slot(key.Family) + (key.IsExcluded ? Slots : 0);

    /// <summary>The key of a row of all others.</summary>
    public static FlowKey KeyOfOthers(Kind kind, Family family, bool isExcluded) =>
        new(kind, family, isExcluded, OfAll, 0, Role.Unknown, 0, default);

    /// <summary>
    /// Begins to take events, at so many microseconds since boot: what had no name yet is looked for again, what was held back comes.
    /// </summary>
    public void Begin(long now)
    {
        services.Refresh(now);
        awaits = false;
        foreach (ref FlowScale scale in scales.AsSpan())
        {
            scale.AwaitNone();
        }
    }

    /// <summary>Takes an event. It counts at the next <see cref="Settle"/>.</summary>
    public void Read(in ResetEvent reset, ulong untold = 0)
    {
        // What the first totals have is before the beginning.
        if (reset.KindNumber >= Kind.Count || !hasBegun)
        {
            return;
        }

        FlowKey key = KeyOf(reset);
        uint hash = index.HashOf(key);
        int number = index.Find(hash, key);
        number = number >= 0 ? number : Admit(key, hash);
        ref FlowRow row = ref rows[number];
        row.Add(reset, untold, (uint)Math.Min(reset.IdleTicks * 1000UL / ticksPerSecond, uint.MaxValue));
        scales[key.Slot].Read();
        scales[key.Slot].ReadUntold(untold);
        Unsettle(number);
        if (!row.IsOthers)
        {
            ClassOf(key).Touch(row);
        }
    }

    /// <inheritdoc/>
    public void ReadUntold(in ResetEvent last, ulong untold)
    {
        if (last.KindNumber >= Kind.Count || !hasBegun)
        {
            return;
        }

        FlowKey key = KeyOf(last);
        int number = index.Find(index.HashOf(key), key);
        if (number >= 0)
        {
            rows[number].Untold += untold;
            scales[key.Slot].ReadUntold(untold);
            Unsettle(number);
        }
    }

    /// <summary>Takes note of one that is held back, and of which the totals may know already.</summary>
    public void Await(in ResetEvent reset)
    {
        if (reset.KindNumber < Kind.Count)
        {
            scales[reset.CountedAs.Slot(reset.Family)].Await();
            awaits = true;
        }
    }

    /// <summary>
    /// Counts what was read, scaled to what the exact totals have grown by. The first time, these are only where to begin. An event comes
    /// before its total: what is still without one waits for the next time.
    /// </summary>
    /// <param name="counts">The totals, read before the events.</param>
    /// <param name="now">Microseconds since boot, suspend included.</param>
    /// <param name="realtime">Microseconds since 1970.</param>
    public void Settle(ResetCounts counts, long now, long realtime)
    {
        hasBegun = true;
        Clock.Set(now, realtime);
        if (unsettledCount == 0 && settled == (counts, counts.Changes))
        {
            return; // nothing has come, and nothing has grown
        }

        settled = awaits ? default : (counts, counts.Changes); // what is held back grows when it comes, or is none
        for (int slot = 0; slot < Slots; slot++)
        {
            Family family = slot < Kind.Room ? Family.IPv4 : Family.IPv6;
            Kind kind = new((byte)(slot % Kind.Room));
            if (kind.Number < Kind.Count || kind == Kind.Excluded)
            {
                Begin(ref scales[slot], kind, family, counts);
            }
        }

        int waiting = 0;
        foreach (int number in unsettled.AsSpan(0, unsettledCount))
        {
            ref FlowRow row = ref rows[number];
            row.Pending = scales[row.Key.Slot].Next(row.Pending, row.Untold, out ulong resets);
            row.Untold = 0;
            row.Gain(resets, Clock.Now);
            if (resets > 0 && !row.IsOthers)
            {
                Gains?.Gain(row.Key, resets);
            }

            row.IsUnsettled = row.Pending > 0;
            if (row.IsUnsettled)
            {
                unsettled[waiting++] = number;
            }
        }

        unsettledCount = waiting;
        foreach (ref FlowScale scale in scales.AsSpan())
        {
            scale.End();
        }
    }

    private void Begin(ref FlowScale scale, Kind kind, Family family, ResetCounts counts)
    {
        scale.Begin(counts.TryGet(family, kind, out ulong total) ? total : null);
        Attributed += scale.Attributed;
        Unattributed += scale.Grown - scale.Attributed;
        if (scale.Grown > 0 && scale.IsOfNobody)
        {
            ref FlowRow row = ref rows[OthersOf(kind, family, isExcluded: kind == Kind.Excluded)];
            row.See(Clock.Now);
            row.Gain(scale.Grown, Clock.Now);
        }
    }

    /// <summary>
    /// Takes over a row of an earlier run, all of it <see cref="Flow.Earlier"/>: what it counts is in no total of this run.
    /// </summary>
    public void Restore(ref FlowRow row)
    {
        // Who has written it may have seen no more of a network namespace than its number, and who reads it more: root, or a later search.
        if (row.Key.Service is { Kind: ServiceKind.NetworkNamespace } service && service.Name == $"net:{row.Key.NetworkNamespace}")
        {
            row.Key = row.Key with { Service = services.Find(0, row.Key.NetworkNamespace) };
        }

        uint hash = row.IsOthers ? 0 : index.HashOf(row.Key);
        int number = row.IsOthers ? OthersOf(row.Key.Kind, row.Key.Family, row.Key.IsExcluded) : index.Find(hash, row.Key);
        number = number >= 0 ? number : Admit(row.Key, hash);
        row.Earlier = row.Count;
        rows[number].Fold(row);
        if (!rows[number].IsOthers)
        {
            ClassOf(row.Key).Touch(rows[number]);
        }
    }

    private FlowKey KeyOf(in ResetEvent reset) => new(
        reset.Kind,
        reset.Family,
        reset.IsExcluded,
        services.Find(reset.Cgroup, reset.NetworkNamespace),
        reset.NetworkNamespace,
        reset.Role,
        reset.ServicePort,
        reset.Peer);

    private FlowClass ClassOf(in FlowKey key) => key.IsForgeable ? forgeable : proved;

    private void Unsettle(int number)
    {
        if (!rows[number].IsUnsettled)
        {
            rows[number].IsUnsettled = true;
            unsettled[unsettledCount++] = number;
        }
    }

    /// <summary>A row for a key that has none: a new one, that of one worth less, or that of all others.</summary>
    private int Admit(in FlowKey key, uint hash)
    {
        int number;
        bool isForgeable = key.IsForgeable;
        if (forgeable.Count + proved.Count < capacity && !(isForgeable && forgeable.Count == capacity / 2))
        {
            number = rows.Add();
        }
        else if (forgeable.Count > 0 || !isForgeable)
        {
            number = (forgeable.Count > 0 ? forgeable : proved).TakeLeast();
            PushOut(number);
        }
        else
        {
            return OthersOf(key.Kind, key.Family, key.IsExcluded);
        }

        rows[number].Begin(key, hash, isOthers: false);
        index.Add(number);
        ClassOf(key).Add(number);
        return number;
    }

    private void PushOut(int number)
    {
        index.Remove(number);
        ref FlowRow row = ref rows[number];
        int rest = OthersOf(row.Key.Kind, row.Key.Family, row.Key.IsExcluded);
        rows[rest].Fold(row);
        if (row.Pending > 0 || row.Untold > 0)
        {
            Unsettle(rest);
        }
    }

    private int OthersOf(Kind kind, Family family, bool isExcluded)
    {
        FlowKey key = KeyOfOthers(kind, family, isExcluded);
        ref int place = ref others[PlaceOfOthers(key)];
        if (place == 0)
        {
            place = rows.Add() + 1;
            rows[place - 1].Begin(key, 0, isOthers: true);
        }

        return place - 1;
    }
}
