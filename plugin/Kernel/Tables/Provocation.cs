namespace TcpResets.Kernel.Tables;

/// <summary>What a sent reset answers; or, where the kernel gives no reason, what speaks for one. As in tcp_resets.h.</summary>
internal enum Provocation
{
    /// <summary>No segment: sent on our own.</summary>
    None,

    /// <summary>A SYN without ACK.</summary>
    Syn,

    /// <summary>A SYN with ACK.</summary>
    SynAck,

    /// <summary>A segment without SYN.</summary>
    Other,

    /// <summary>A segment without SYN, to a listener whose accept queue is full.</summary>
    AcceptQueueFull,

    /// <summary>No segment, but received data that nobody has read.</summary>
    UnreadData,

    /// <summary>No segment, but SO_LINGER with 0 seconds.</summary>
    Linger,

    /// <summary>No segment, but keepalive or window probes that nobody has answered.</summary>
    Unanswered,

    /// <summary>No segment, and no application has seen the connection yet.</summary>
    NeverAccepted,

    /// <summary>No segment, and the application has closed it already.</summary>
    Orphaned,
}
