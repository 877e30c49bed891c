namespace TcpResets.Resets;

/// <summary>
/// The resets counted since the plugin started: one counter per family and kind, each either known, and then never decreasing, or
/// absent because the source cannot know it. Absent is not 0.
/// </summary>
internal sealed class ResetCounts
{
    private readonly ulong[] values = new ulong[2 * Kind.Room];
    private readonly bool[] known = new bool[2 * Kind.Room];

    /// <summary>
    /// How often a count has changed, or has become known or absent: while this stays, whoever has looked need not look again.
    /// </summary>
    public ulong Changes { get; private set; }

    /// <summary>Adds resets to a count, which is known from then on.</summary>
    public void Add(Family family, Kind kind, ulong resets)
    {
        Set(family, kind, values[kind.Slot(family)] + resets);
    }

    /// <summary>Sets a count, which is known from then on, to what a source has counted itself.</summary>
    public void Set(Family family, Kind kind, ulong resets)
    {
        int slot = kind.Slot(family);
        Changes += known[slot] && values[slot] == resets ? 0u : 1;
        values[slot] = resets;
        known[slot] = true;
    }

    /// <summary>Marks a count as absent until the next <see cref="Add"/>, and keeps it.</summary>
    public void Forget(Family family, Kind kind)
    {
        ref bool isKnown = ref known[kind.Slot(family)];
        Changes += isKnown ? 1u : 0;
        isKnown = false;
    }

    /// <summary>Reads a count. False when the source cannot know it now.</summary>
    public bool TryGet(Family family, Kind kind, out ulong resets)
    {
        resets = values[kind.Slot(family)];
        return known[kind.Slot(family)];
    }
}
