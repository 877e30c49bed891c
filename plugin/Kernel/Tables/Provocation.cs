namespace TcpResets.Kernel.Tables;

/// <summary>What a sent reset answers; or, where the kernel gives no reason, what speaks for one. Numbers of tcp_resets.h.</summary>
internal enum Provocation
{
    None, // no segment: sent on our own
    Syn, // a SYN without ACK
    SynAck, // a SYN with ACK
    Other, // a segment without SYN
    AcceptQueueFull, // a segment without SYN, to a listener whose accept queue is full
    UnreadData, // no segment, but received data that nobody has read
    Linger, // no segment, but SO_LINGER with 0 seconds
    Unanswered, // no segment, but keepalive or window probes that nobody has answered
    NeverAccepted, // no segment, and no application has seen the connection yet
    Orphaned, // no segment, and the application has closed it already
}
