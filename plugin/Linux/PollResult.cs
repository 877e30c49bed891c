namespace TcpResets.Linux;

/// <summary>What ended a wait in <see cref="Poll"/>.</summary>
internal enum PollResult
{
    TimedOut,

    /// <summary>There is something to read, or the other end is closed: read(2) will tell.</summary>
    Readable,

    /// <summary>The descriptor is not open.</summary>
    Invalid,

    /// <summary>A signal came; wait again.</summary>
    Interrupted,

    Failed,
}
