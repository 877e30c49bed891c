namespace TcpResets.Resets;

/// <summary>Why this host's TCP sent a reset.</summary>
internal enum SentCause
{
    /// <summary>A SYN came for a port nobody listens on (RFC 9293, section 3.5.2, group 1; <c>tcp_v4_rcv()</c>, no socket).</summary>
    ClosedPort,

    /// <summary>A segment of a connection this host does not know (RFC 9293, section 3.5.1; <c>tcp_v4_rcv()</c>, no socket).</summary>
    HalfOpen,

    /// <summary>The application ended it: SO_LINGER 0, disconnect, <c>ss -K</c> (<c>tcp_disconnect()</c>, <c>tcp_abort()</c>).</summary>
    Aborted,

    /// <summary>Closed while received data was still unread (RFC 1122, section 4.2.2.13; <c>tcp_close()</c>).</summary>
    UnreadData,

    /// <summary>
    /// Data came after the application had closed, so that nobody could take it in (RFC 1122, section 4.2.2.13;
    /// <c>tcp_rcv_state_process()</c>, <c>tcp_timewait_state_process()</c>).
    /// </summary>
    LateData,

    /// <summary>A segment hit a TIME-WAIT it does not fit (<c>tcp_v4_rcv()</c>, TCP_TW_RST).</summary>
    TimeWait,

    /// <summary>
    /// The listen queue was full: at once if <c>tcp_abort_on_overflow</c> is on (<c>tcp_check_req()</c>), else once the handshake that
    /// waits for room is given up (<c>reqsk_timer_handler()</c>) and the client's data finds only the listener.
    /// </summary>
    QueueFull,

    /// <summary>No memory for the socket, or too many orphans (<c>tcp_out_of_resources()</c>, <c>tcp_close()</c>).</summary>
    NoMemory,

    /// <summary>Keepalive, retransmissions or user timeout gave up (<c>tcp_keepalive_timer()</c>, <c>tcp_write_timeout()</c>).</summary>
    Timeout,

    /// <summary>A segment that fits no state of its connection (RFC 9293, section 3.5.2, groups 2 and 3).</summary>
    Invalid,

    /// <summary>A REJECT rule of this host (<c>nf_send_reset()</c>, below the IP layer <c>nf_reject_skb_v4_tcp_reset()</c>).</summary>
    Firewall,

    /// <summary>The kernel gave no reason that tells more.</summary>
    Other,
}
