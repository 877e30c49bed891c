namespace TcpResets.Kernel.Tables;

/// <summary><c>struct meanings</c> of tcp_resets.h: what the programs know as constants.</summary>
internal sealed class Meanings
{
    /// <summary>The size of the struct.</summary>
    public const int Size = DroppedOffset + (DropReasonCount * States);

    /// <summary>The number that stands for the lack of a reason.</summary>
    public const int NoReason = SentReasonCount - 1;

    private const int States = 16;
    private const int Provocations = 16;
    private const int SentReasonCount = 64;
    private const int DropReasonCount = 256;
    private const int EmbryonicResetsOffset = 4;
    private const int CountsStraysOffset = 8;
    private const int InvalidSynOffset = 12;
    private const int ReceivedOffset = 16;
    private const int SentOffset = ReceivedOffset + States;
    private const int DroppedOffset = SentOffset + (SentReasonCount * States * Provocations);

    private readonly byte[] bytes = new byte[Size];
    private readonly int noSocket;

    /// <summary>Writes the tables.</summary>
    /// <param name="sentReasons">The running kernel's numbers of reasons for sending, by name.</param>
    /// <param name="dropReasons">Its numbers of reasons for dropping.</param>
    public Meanings(IReadOnlyDictionary<string, int> sentReasons, IReadOnlyDictionary<string, int> dropReasons)
    {
        BitConverter.TryWriteBytes(bytes.AsSpan(InvalidSynOffset), sentReasons.GetValueOrDefault(SentReasons.Prefix + "INVALID_SYN"));
        noSocket = dropReasons.GetValueOrDefault(DropReasons.Prefix + "NO_SOCKET", -1);
        WriteReceived();
        WriteSent(sentReasons);
        WriteDropped(dropReasons);
    }

    /// <summary>The struct.</summary>
    public ReadOnlySpan<byte> Bytes => bytes;

    /// <summary>The inode number of the one network namespace to count, or 0 for all.</summary>
    public uint OnlyNetworkNamespace
    {
        init => BitConverter.TryWriteBytes(bytes, value);
    }

    /// <summary>The number of the counter EmbryonicRsts, where only that tells whether a reset has ended a request socket; else 0.</summary>
    public int EmbryonicResets
    {
        init => BitConverter.TryWriteBytes(bytes.AsSpan(EmbryonicResetsOffset), value);
    }

    /// <summary>Whether resets for no socket are to be counted where an answer would be sent.</summary>
    public bool CountsStrays
    {
        init => BitConverter.TryWriteBytes(bytes.AsSpan(CountsStraysOffset), value ? 1 : 0);
    }

    /// <summary>Whether resets sent for no socket are to be counted where the segment that they answer is dropped.</summary>
    public bool CountsAnswers
    {
        init
        {
            if (value && noSocket is >= 0 and < DropReasonCount)
            {
                bytes.AsSpan(DroppedOffset + (noSocket * States), States).Fill(Kinds.Answered);
            }
        }
    }

    private void WriteReceived()
    {
        Span<byte> received = bytes.AsSpan(ReceivedOffset, States);
        for (int state = 0; state < States; state++)
        {
            received[state] = ReceivedStates.Kind((SocketState)state);
        }
    }

    private void WriteSent(IReadOnlyDictionary<string, int> numbers)
    {
        Span<byte> sent = bytes.AsSpan(SentOffset, SentReasonCount * States * Provocations);
        sent.Fill(Kinds.Of(Resets.SentCause.Other));
        foreach (SentReason row in SentReasons.Rows.Reverse()) // so that the first that fits is written last
        {
            int number = row.Reason.Length == 0 ? NoReason : numbers.GetValueOrDefault(SentReasons.Prefix + row.Reason, -1);
            for (int state = 0; state < States && number is >= 0 and < SentReasonCount; state++)
            {
                for (int provocation = 0; provocation < Provocations; provocation++)
                {
                    if ((row.State ?? (SocketState)state) == (SocketState)state
                        && (row.Provocation ?? (Provocation)provocation) == (Provocation)provocation)
                    {
                        sent[(((number * States) + state) * Provocations) + provocation] = Kinds.Of(row.Cause);
                    }
                }
            }
        }
    }

    private void WriteDropped(IReadOnlyDictionary<string, int> numbers)
    {
        Span<byte> dropped = bytes.AsSpan(DroppedOffset, DropReasonCount * States);
        dropped.Fill(Kinds.Nothing);
        foreach (DropReason row in DropReasons.Rows.Reverse())
        {
            int number = numbers.GetValueOrDefault(DropReasons.Prefix + row.Reason, -1);
            for (int state = 0; state < States && number is >= 0 and < DropReasonCount; state++)
            {
                if ((row.State ?? (SocketState)state) == (SocketState)state)
                {
                    dropped[(number * States) + state] = row.Kind;
                }
            }
        }
    }
}
