using TcpResets.Resets;

namespace TcpResets.Kernel;

/// <summary>The numbers under which the BPF programs count: <c>enum kind</c> of tcp_resets.h.</summary>
internal static class Kinds
{
    /// <summary>How many there are for each family.</summary>
    public const int Count = Sent + (int)SentCause.Other + 1;

    /// <summary>Where IPv6's numbers begin in <c>struct totals</c>; IPv4's begin at 0.</summary>
    public const int IPv6 = 32;

    /// <summary>How many <c>struct totals</c> has room for.</summary>
    public const int All = 64;

    /// <summary>In the tables: a segment for no socket; a reset is ignored, any other has just been answered by one.</summary>
    public const byte Answered = 252;

    /// <summary>In the tables: a mini socket; received if that has ended it, else ignored.</summary>
    public const byte EndsMini = 253;

    /// <summary>In the tables: a request socket, likewise.</summary>
    public const byte EndsRequest = 254;

    /// <summary>In the tables: says nothing about a reset.</summary>
    public const byte Nothing = 255;

    private const int Ignored = (int)Received.TimeWait + 1;
    private const int Sent = Ignored + (int)Resets.Ignored.Invalid + 1;

    /// <summary>The number of a kind of received resets.</summary>
    public static byte Of(Received kind) => (byte)kind;

    /// <summary>The number of a kind of ignored resets.</summary>
    public static byte Of(Ignored kind) => (byte)(Ignored + (int)kind);

    /// <summary>The number of a cause of sent resets.</summary>
    public static byte Of(SentCause kind) => (byte)(Sent + (int)kind);

    /// <summary>The slot of <see cref="ResetCounts"/> for a number.</summary>
    public static int Slot(Family family, int number) => number switch
    {
        < Ignored => ResetCounts.Of(family, (Received)number),
        < Sent => ResetCounts.Of(family, (Ignored)(number - Ignored)),
        _ => ResetCounts.Of(family, (SentCause)(number - Sent)),
    };

    /// <summary>The slot of the total that a number is part of, or -1: ignored resets are in none.</summary>
    public static int TotalSlot(Family family, int number) => number switch
    {
        < Ignored => ResetCounts.Received(family),
        < Sent => -1,
        _ => ResetCounts.Sent(family),
    };
}
