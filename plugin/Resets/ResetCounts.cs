namespace TcpResets.Resets;

/// <summary>
/// The resets counted since the plugin started: one counter per family and kind, each either known, and then never decreasing, or
/// absent because the source cannot tell it. Absent is not 0.
/// </summary>
internal sealed class ResetCounts
{
    private const int ReceivedKinds = (int)Resets.Received.TimeWait + 1;
    private const int IgnoredKinds = (int)Resets.Ignored.Invalid + 1;
    private const int SentKinds = (int)SentCause.Other + 1;
    private const int PerFamily = 2 + ReceivedKinds + IgnoredKinds + SentKinds;

    private readonly ulong[] values = new ulong[2 * PerFamily];
    private readonly bool[] known = new bool[2 * PerFamily];

    /// <summary>The slot of all resets of a family that were received and ended something.</summary>
    public static int Received(Family family) => (int)family * PerFamily;

    /// <summary>The slot of all resets of a family that were sent.</summary>
    public static int Sent(Family family) => Received(family) + 1;

    /// <summary>The slot of the resets that ended connections in one group of states.</summary>
    public static int Of(Family family, Received kind) => Received(family) + 2 + (int)kind;

    /// <summary>The slot of the resets ignored for one reason.</summary>
    public static int Of(Family family, Ignored kind) => Received(family) + 2 + ReceivedKinds + (int)kind;

    /// <summary>The slot of the resets sent for one cause.</summary>
    public static int Of(Family family, SentCause kind) => Received(family) + 2 + ReceivedKinds + IgnoredKinds + (int)kind;

    /// <summary>Adds resets to a slot, which is known from then on.</summary>
    public void Add(int slot, ulong resets)
    {
        values[slot] += resets;
        known[slot] = true;
    }

    /// <summary>Sets a slot, which is known from then on, to a count from a source that counts itself. Lower than before, it changes nothing.</summary>
    public void Set(int slot, ulong resets)
    {
        values[slot] = Math.Max(values[slot], resets);
        known[slot] = true;
    }

    /// <summary>Marks a slot as absent until the next <see cref="Add"/>; its count is kept.</summary>
    public void Forget(int slot) => known[slot] = false;

    /// <summary>Reads a slot. False when the source cannot tell it now.</summary>
    public bool TryGet(int slot, out ulong resets)
    {
        resets = values[slot];
        return known[slot];
    }
}
