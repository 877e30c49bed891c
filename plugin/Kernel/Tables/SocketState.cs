namespace TcpResets.Kernel.Tables;

/// <summary>The states of include/net/tcp_states.h, the same numbers since Linux 4.4, and what the programs add to them.</summary>
internal enum SocketState
{
    None, // no socket
    Established,
    SynSent,
    SynReceived, // of a full socket: Fast Open, or two SYNs that crossed
    FinWait1,
    FinWait2,
    TimeWait,
    Close,
    CloseWait,
    LastAck,
    Listen, // of a request socket, in SYN-RECEIVED, the kernel shows the listener
    Closing,
    NewSynReceived, // SYN-RECEIVED of a request socket
    BoundInactive, // bound, and not connected yet (since 6.8)
    MiniFinWait2, // FIN-WAIT-2 that lives on as a mini socket (tcp_time_wait())
    Unknown, // the kernel does not tell the socket
}
