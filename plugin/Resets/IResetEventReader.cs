namespace TcpResets.Resets;

/// <summary>Whoever wants to know of each reset.</summary>
internal interface IResetEventReader
{
    /// <summary>Takes one; it must not be kept beyond the call.</summary>
    /// <param name="reset">The event.</param>
    /// <param name="untold">How many that are not handed on it stands for, in a flood.</param>
    void Read(in ResetEvent reset, ulong untold);

    /// <summary>Told of some that were not handed on while none like them was: the last one before may have been.</summary>
    void ReadUntold(in ResetEvent last, ulong untold)
    {
    }

    /// <summary>Told, after the others, of each that the totals may have and that is held back until the next time.</summary>
    void Await(in ResetEvent reset)
    {
    }
}
