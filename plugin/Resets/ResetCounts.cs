namespace TcpResets.Resets;

/// <summary>
/// The resets counted since the plugin started: one counter per family and kind, each either known, and then never decreasing, or
/// absent because the source cannot know it. Absent is not 0.
/// </summary>
internal sealed class ResetCounts
{
    private readonly ulong[] values = new ulong[2 * Kind.Room];
    private readonly bool[] known = new bool[2 * Kind.Room];

    /// <summary>Adds resets to a count, which is known from then on.</summary>
    public void Add(Family family, Kind kind, ulong resets)
    {
        values[kind.Slot(family)] += resets;
        known[kind.Slot(family)] = true;
    }

    /// <summary>Sets a count, which is known from then on, to what a source has counted itself.</summary>
    public void Set(Family family, Kind kind, ulong resets)
    {
        values[kind.Slot(family)] = resets;
        known[kind.Slot(family)] = true;
    }

    /// <summary>Marks a count as absent until the next <see cref="Add"/>, and keeps it.</summary>
    public void Forget(Family family, Kind kind) => known[kind.Slot(family)] = false;

    /// <summary>Reads a count. False when the source cannot know it now.</summary>
    public bool TryGet(Family family, Kind kind, out ulong resets)
    {
        resets = values[kind.Slot(family)];
        return known[kind.Slot(family)];
    }
}
