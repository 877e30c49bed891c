namespace TcpResets.Kernel.Tables;

/// <summary>The states of include/net/tcp_states.h, which have been the same numbers since Linux 4.4, and what the programs add to them.</summary>
internal enum SocketState
{
    /// <summary>No socket.</summary>
    None,

    /// <summary>ESTABLISHED.</summary>
    Established,

    /// <summary>SYN-SENT.</summary>
    SynSent,

    /// <summary>SYN-RECEIVED of a full socket: Fast Open, or two SYNs that crossed.</summary>
    SynReceived,

    /// <summary>FIN-WAIT-1.</summary>
    FinWait1,

    /// <summary>FIN-WAIT-2.</summary>
    FinWait2,

    /// <summary>TIME-WAIT.</summary>
    TimeWait,

    /// <summary>CLOSED.</summary>
    Close,

    /// <summary>CLOSE-WAIT.</summary>
    CloseWait,

    /// <summary>LAST-ACK.</summary>
    LastAck,

    /// <summary>LISTEN; of a request socket, in SYN-RECEIVED, the kernel shows the listener.</summary>
    Listen,

    /// <summary>CLOSING.</summary>
    Closing,

    /// <summary>SYN-RECEIVED of a request socket.</summary>
    NewSynReceived,

    /// <summary>Bound, and not connected yet (since 6.8).</summary>
    BoundInactive,

    /// <summary>FIN-WAIT-2 that lives on as a mini socket (<c>tcp_time_wait()</c>).</summary>
    MiniFinWait2,

    /// <summary>The kernel does not tell the socket.</summary>
    Unknown,
}
