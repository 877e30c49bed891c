namespace TcpResets.Resets;

/// <summary>Why a reset that arrived ended nothing.</summary>
internal enum Ignored
{
    /// <summary>It belongs to no connection: no socket at all, or a listening one (RFC 9293, sections 3.10.7.1 and 3.10.7.2).</summary>
    Stray,

    /// <summary>It met a TIME-WAIT that stood (<c>tcp_timewait_state_process()</c>).</summary>
    TimeWait,

    /// <summary>Its sequence number did not match: dropped, or answered by a challenge ACK (RFC 5961, section 3.2).</summary>
    OutOfWindow,

    /// <summary>Its checksum, signature (RFC 2385, RFC 5925) or flags were wrong.</summary>
    Invalid,
}
