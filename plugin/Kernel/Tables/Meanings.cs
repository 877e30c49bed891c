using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TcpResets.Resets;

namespace TcpResets.Kernel.Tables;

/// <summary><c>struct meanings</c> of tcp_resets.h, which says what each is: what the programs know as constants.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct Meanings
{
    /// <summary>The number that stands for the lack of a reason.</summary>
    public const int NoReason = SentReasonCount - 1;

    /// <summary>How many rows the rules of the operator's may have in all.</summary>
    public const int MostExclusions = ExcludeRule.MostRanges;

    private const int States = 16;
    private const int Provocations = 16;
    private const int SentReasonCount = 64;
    private const int DropReasonCount = 256;

    /// <summary>Reasons of other subsystems have higher numbers.</summary>
    public const int MostReasons = DropReasonCount;

    public uint OnlyNetworkNamespace;
    public int EmbryonicRsts;
    public int CountsStrays;
    public int CountsAnswers;
    public int InvalidSyn;
    public uint Budget;
    public uint Slice;
    public uint Excludable;
    public int ExclusionCount;
    public Exclusions Excluded;
    public ByState Received;
    public BySentReason Sent;
    public ByDropReason Dropped;

    /// <summary>Writes the tables, in the running kernel's numbers of reasons for sending and for dropping, by name.</summary>
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

    /// <summary>Writes what is intentional: a row for each range of peers, as far as there is room.</summary>
    public void Exclude(IReadOnlyList<ExcludeRule> rules)
    {
        foreach (ExcludeRule rule in rules)
        {
            uint kinds = 0;
            foreach (Kind kind in rule.Kinds)
            {
                kinds |= 1u << kind.Number;
            }

            foreach (AddressRange peers in rule.Peers)
            {
                if (ExclusionCount < MostExclusions)
                {
                    ushort families = (ushort)(peers.Family is { } family ? 1 << (int)family : 3);
                    Excluded[ExclusionCount++] = new Exclusion(kinds, rule.ServicePort, families, peers.Network, peers.Mask);
                    Excludable |= kinds;
                }
            }
        }
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

    /// <summary>What the operator calls intentional.</summary>
    [InlineArray(MostExclusions)]
    public struct Exclusions
    {
        private Exclusion exclusion;
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
