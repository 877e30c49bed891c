namespace TcpResets.Kernel;

/// <summary>
/// Received resets of one kind. Some are counted by <c>tcp_receive_reset</c> though none was received, which only the next event of the
/// same segment tells (<c>decide()</c> in decide.bpf.h). A reading between the two tells one too many: then the next one to be received is
/// not told again: what is told never falls, and is right again with that one.
/// </summary>
internal struct ReceivedCount
{
    private ulong told;

    /// <summary>How many of those that were told last had not been received.</summary>
    public ulong Excess { get; private set; }

    /// <summary>Takes the two counts, and gives what to tell.</summary>
    /// <param name="counted">What <c>tcp_receive_reset</c> has told of.</param>
    /// <param name="mistaken">Those of them that were none, read before: never more.</param>
    public ulong Correct(ulong counted, ulong mistaken)
    {
        ulong received = counted - Math.Min(mistaken, counted);
        Excess = told > received ? told - received : 0;
        told = received + Excess;
        return told;
    }
}
