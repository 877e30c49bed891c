using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TcpResets.Resets;

namespace TcpResets.Kernel.Tables;

/// <summary><c>struct meanings</c> of tcp_resets.h: what the programs know as constants.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Meanings
{
    /// <summary>The number that stands for the lack of a reason.</summary>
    public const int NoReason = SentReasonCount - 1;

    private const int States = 16;
    private const int Provocations = 16;
    private const int SentReasonCount = 64;
    private const int DropReasonCount = 256;

    /// <summary>The inode number of the one network namespace to count, or 0 for all.</summary>
    public uint OnlyNetworkNamespace;

    /// <summary>The number of the counter EmbryonicRsts, where only that tells whether a reset has ended a request socket; else 0.</summary>
    public int EmbryonicRsts;

    /// <summary>1 if resets for no socket are to be counted where an answer would be sent.</summary>
    public int CountsStrays;

    /// <summary>1 if resets sent for no socket are to be counted where the segment that they answer is dropped.</summary>
    public int CountsAnswers;

    /// <summary>The number of the reason INVALID_SYN, or 0.</summary>
    public int InvalidSyn;

    /// <summary>What a reset ended that <c>tcp_reset()</c> took in, by the socket's state.</summary>
    public ByState Received;

    /// <summary>What a reset was sent for, by reason, state and provocation.</summary>
    public BySentReason Sent;

    /// <summary>What it means that a reset was dropped, by reason and state.</summary>
    public ByDropReason Dropped;

    /// <summary>Writes the tables.</summary>
    /// <param name="sentReasons">The running kernel's numbers of reasons for sending, by name.</param>
    /// <param name="dropReasons">Its numbers of reasons for dropping.</param>
    public Meanings(IReadOnlyDictionary<string, int> sentReasons, IReadOnlyDictionary<string, int> dropReasons)
    {
        InvalidSyn = sentReasons.GetValueOrDefault(SentReasons.Prefix + "INVALID_SYN");
        for (int state = 0; state < States; state++)
        {
            Received[state] = ReceivedStates.KindAt((SocketState)state).Number;
        }

        WriteSent(sentReasons);
        WriteDropped(dropReasons);
    }

    // Backwards, so that the first row that fits is written last.
    private void WriteSent(IReadOnlyDictionary<string, int> numbers)
    {
        MemoryMarshal.AsBytes(new Span<BySentReason>(ref Sent)).Fill(((Kind)SentCause.Other).Number);
        foreach (SentReason row in SentReasons.Rows.Reverse())
        {
            int reason = row.Reason.Length == 0 ? NoReason : numbers.GetValueOrDefault(SentReasons.Prefix + row.Reason, -1);
            for (int state = 0; state < States && reason is >= 0 and < SentReasonCount; state++)
            {
                for (int provocation = 0; provocation < Provocations; provocation++)
                {
                    if ((row.State ?? (SocketState)state) == (SocketState)state
                        && (row.Provocation ?? (Provocation)provocation) == (Provocation)provocation)
                    {
                        Sent[reason][state][provocation] = row.Kind.Number;
                    }
                }
            }
        }
    }

    private void WriteDropped(IReadOnlyDictionary<string, int> numbers)
    {
        MemoryMarshal.AsBytes(new Span<ByDropReason>(ref Dropped)).Fill(Undecided.Nothing.Number);
        foreach (DropReason row in DropReasons.Rows.Reverse())
        {
            int reason = numbers.GetValueOrDefault(DropReasons.Prefix + row.Reason, -1);
            for (int state = 0; state < States && reason is >= 0 and < DropReasonCount; state++)
            {
                if ((row.State ?? (SocketState)state) == (SocketState)state)
                {
                    Dropped[reason][state] = row.Kind.Number;
                }
            }
        }
    }

    /// <summary>Numbers of <see cref="Kind"/>.</summary>
    [InlineArray(Provocations)]
    public struct ByProvocation
    {
        private byte kind;
    }

    /// <summary>Numbers of <see cref="Kind"/>.</summary>
    [InlineArray(States)]
    public struct ByState
    {
        private byte kind;
    }

    [InlineArray(States)]
    public struct ByStateAndProvocation
    {
        private ByProvocation kinds;
    }

    /// <summary>For each reason, the last being <see cref="NoReason"/>.</summary>
    [InlineArray(SentReasonCount)]
    public struct BySentReason
    {
        private ByStateAndProvocation kinds;
    }

    [InlineArray(DropReasonCount)]
    public struct ByDropReason
    {
        private ByState kinds;
    }
}
