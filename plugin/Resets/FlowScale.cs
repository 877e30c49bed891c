namespace TcpResets.Resets;

/// <summary>
/// Shares out what the total of one kind and family has grown by among the rows whose events have come, in whole numbers, and exactly all
/// of it: one for each event, and in a flood, of which the events are a part, evenly in time, the rest by what these stand for.
/// </summary>
internal struct FlowScale
{
    private bool hasBegun;
    private bool keepsRest;
    private ulong last;
    private ulong read;
    private ulong awaited;
    private ulong reached;
    private ulong untold;
    private ulong untoldReached;
    private ulong given;

    /// <summary>Events that no total has been given for.</summary>
    public ulong Pending { get; private set; }

    /// <summary>By how much the total has grown.</summary>
    public ulong Grown { get; private set; }

    /// <summary>Whether nobody knows whose they are.</summary>
    public readonly bool IsOfNobody => Pending == 0 && untold == 0;

    /// <summary>How many of these their own events have told of.</summary>
    public readonly ulong Attributed => Math.Min(Grown, Pending);

    /// <summary>Takes note of an event.</summary>
    public void Read()
    {
        Pending++;
        read++;
    }

    /// <summary>Takes note of what was not handed on, as far as it is known whose it is.</summary>
    public void ReadUntold(ulong resets) => untold += resets;

    /// <summary>Takes note of an event that is held back: what the total has of it counts when it comes.</summary>
    public void Await() => awaited++;

    /// <summary>Forgets these: they come now, or are held back once more.</summary>
    public void AwaitNone() => awaited = 0;

    /// <summary>Begins to share out.</summary>
    /// <param name="total">The exact total; null if it is not known, and then the events are.</param>
    public void Begin(ulong? total)
    {
        total -= Math.Min(awaited, total ?? 0);

        // A total that falls has told too many before: until it is there again, it has not grown.
        Grown = total is not { } known ? Pending : hasBegun && known > last ? known - last : 0;
        if (total is { } reachedNow && (!hasBegun || reachedNow > last))
        {
            last = reachedNow;
        }

        // Events of before the first total are part of it. And what waits for its total while nothing comes any more waits in vain.
        keepsRest = hasBegun && read > 0;
        hasBegun |= total is not null;
        reached = untoldReached = given = 0;
    }

    /// <summary>The share of the next row, by its events and what they stand for.</summary>
    /// <returns>How many of its events still have to wait.</returns>
    public uint Next(uint pending, ulong untoldOfIt, out ulong resets)
    {
        reached += pending;
        untoldReached += untoldOfIt;
        ulong due = Grown == Pending || IsOfNobody ? reached
            : Grown < Pending || untold == 0 ? Share(Grown, reached, Pending)
            : reached + Share(Grown - Pending, untoldReached, untold);
        resets = due - given;
        given = due;
        return keepsRest && resets < pending ? pending - (uint)resets : 0;
    }

    /// <summary>Ends it: every row has had its share.</summary>
    public void End()
    {
        Pending = keepsRest ? Pending - Math.Min(Pending, Grown) : 0;
        read = untold = 0;
    }

    private static ulong Share(ulong all, ulong part, ulong whole) =>
        (all | part) <= uint.MaxValue ? all * part / whole : (ulong)((UInt128)all * part / whole);
}
