namespace TcpResets.Kernel.Tables;

/// <summary>The states of include/net/tcp_states.h, which have been the same numbers since Linux 4.4, and what the programs add to them.</summary>
internal enum SocketState
{
    /// <summary>No socket.</summary>
    None,

    Established,
    SynSent,

    /// <summary>SYN-RECEIVED of a full socket: Fast Open, or two SYNs that crossed.</summary>
    SynReceived,

    FinWait1,
    FinWait2,
    TimeWait,
    Close,
    CloseWait,
    LastAck,

    /// <summary>LISTEN; of a request socket, in SYN-RECEIVED, the kernel shows the listener.</summary>
    Listen,

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
