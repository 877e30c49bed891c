namespace TcpResets.Resets;

/// <summary>
/// What a reset is counted as: the one numbering of <see cref="Received"/>, <see cref="Ignored"/> and <see cref="SentCause"/>, which the
/// BPF programs share (<c>enum kind</c> of tcp_resets.h), and of their totals.
/// </summary>
/// <param name="Number">Below <see cref="Room"/>; above it only in the tables of Kernel/Tables.</param>
internal readonly record struct Kind(byte Number)
{
    /// <summary>The numbers that each family has room for.</summary>
    public const int Room = 32;

    private const int FirstIgnored = (int)Received.TimeWait + 1;
    private const int FirstSent = FirstIgnored + (int)Ignored.Invalid + 1;

    public const int Count = FirstSent + (int)SentCause.Other + 1;

    /// <summary>How many the BPF programs count: with <see cref="Excluded"/>, and three for <see cref="Mistaken"/>.</summary>
    public const int Counted = Count + 4;

    /// <summary>Those of any kind that a rule of the operator's calls intentional: counted as this, and as nothing else.</summary>
    public static readonly Kind Excluded = new(Count);

    /// <summary>All that were received and ended something.</summary>
    public static readonly Kind AllReceived = new(Counted);
    public static readonly Kind AllSent = new(Counted + 1);

    public static IReadOnlyList<Kind> OfReceived { get; } = From(0, FirstIgnored);
    public static IReadOnlyList<Kind> OfIgnored { get; } = From(FirstIgnored, FirstSent);
    public static IReadOnlyList<Kind> OfSent { get; } = From(FirstSent, Count);

    /// <summary>Which way it went. Of the totals, and what is mistaken, nobody asks.</summary>
    public Direction Direction =>
        Number < FirstIgnored ? Direction.Received : Number < FirstSent ? Direction.Ignored : Direction.Sent;

    /// <summary>The total that it is part of; null for ignored ones, which are in none.</summary>
    public Kind? Total => Number < FirstIgnored ? AllReceived : Number is >= FirstSent and < Count ? AllSent : null;

    /// <summary>
    /// Of <see cref="Received.Established"/>, <see cref="Received.Closing"/> and <see cref="Excluded"/>: the kind under which the programs
    /// count those of them that turned out not to have been received (<c>decide()</c> in decide.bpf.h); else null.
    /// </summary>
    public Kind? Mistaken => Number switch
    {
        (int)Received.Established => new(Count + 1),
        (int)Received.Closing => new(Count + 2),
        Count => new(Count + 3),
        _ => null,
    };

    public static implicit operator Kind(Received kind) => new((byte)kind);
    public static implicit operator Kind(Ignored kind) => new((byte)(FirstIgnored + (int)kind));
    public static implicit operator Kind(SentCause cause) => new((byte)(FirstSent + (int)cause));

    /// <summary>Its place among those of both families, as in <c>struct totals</c>: IPv4's come first.</summary>
    public int Slot(Family family) => family == Family.IPv6 ? Room + Number : Number;

    /// <summary>The word for it, as in <c>time_wait</c>.</summary>
    public override string ToString() => Number switch
    {
        < FirstIgnored => Words<Received>.Of((Received)Number),
        < FirstSent => Words<Ignored>.Of((Ignored)(Number - FirstIgnored)),
        < Count => Words<SentCause>.Of((SentCause)(Number - FirstSent)),
        _ => this == Excluded ? "excluded" : this == AllReceived ? "received" : this == AllSent ? "sent" : "",
    };

    private static List<Kind> From(int first, int end)
    {
        List<Kind> kinds = [];
        for (int number = first; number < end; number++)
        {
            kinds.Add(new Kind((byte)number));
        }

        return kinds;
    }
}
