namespace TcpResets.Resets;

/// <summary>What a received reset ended, by the state it hit (RFC 9293, section 3.10.7.4, "second, check the RST bit").</summary>
internal enum Received
{
    /// <summary>SYN-SENT: a connect of ours was refused (RFC 9293, section 3.10.7.3; <c>tcp_rcv_synsent_state_process()</c>).</summary>
    Refused,

    /// <summary>SYN-RECEIVED: the handshake with a client was broken off (<c>tcp_check_req()</c>).</summary>
    Handshake,

    /// <summary>ESTABLISHED or CLOSE-WAIT: a connection in use was aborted (<c>tcp_validate_incoming()</c>, <c>tcp_reset()</c>).</summary>
    Established,

    /// <summary>FIN-WAIT-1, FIN-WAIT-2 (a mini socket, too: <c>tcp_timewait_state_process()</c>), CLOSING or LAST-ACK.</summary>
    Closing,

    /// <summary>TIME-WAIT assassination (RFC 1337; <c>tcp_timewait_state_process()</c> with <c>tcp_rfc1337</c> at 0).</summary>
    TimeWait,
}
