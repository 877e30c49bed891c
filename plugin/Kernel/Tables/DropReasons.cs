using TcpResets.Resets;
using static TcpResets.Kernel.Tables.SocketState;

namespace TcpResets.Kernel.Tables;

/// <summary>
/// What it means that a reset was dropped: the kernel's reason (include/net/dropreason-core.h) and the state of the socket. The first row
/// that fits counts. What fits none says nothing: the reset was not TCP's yet, or no longer, or only a copy of it was dropped.
/// </summary>
internal static class DropReasons
{
    public const string Prefix = "SKB_DROP_REASON_";

    public static IReadOnlyList<DropReason> Rows { get; } =
    [
        new("NO_SOCKET", null, Undecided.Answered), // tcp_v4_rcv(), no_tcp_socket; RFC 9293, 3.10.7.1
        new("TCP_RESET", Listen, Ignored.Stray), // tcp_rcv_state_process(), LISTEN; RFC 9293, 3.10.7.2
        new("TCP_RESET", Unknown, Ignored.Stray), // the same, far more often than the next
        new("TCP_RESET", null, Ignored.OutOfWindow), // tcp_validate_incoming(): RFC 5961, 3.2; SYN-SENT without ACK: RFC 9293, 3.10.7.3
        new("TCP_CLOSE", null, Ignored.Stray), // tcp_rcv_state_process(), CLOSED
        new("NOT_SPECIFIED", TimeWait, Undecided.EndsMini), // tcp_timewait_state_process(); RFC 1337
        new("NOT_SPECIFIED", MiniFinWait2, Undecided.EndsMini), // the same
        new("NOT_SPECIFIED", Listen, Undecided.EndsRequest), // tcp_check_req(): embryonic_reset, challenge ACK, or (6.12) out of the window
        new("TCP_RFC7323_TW_PAWS", MiniFinWait2, Ignored.OutOfWindow), // tcp_timewait_state_process()
        new("TCP_RFC7323_TW_PAWS", null, Ignored.TimeWait), // the same
        new("TCP_RFC7323_PAWS", null, Ignored.OutOfWindow), // tcp_validate_incoming(), tcp_check_req(); RFC 7323, 5
        new("TCP_RFC7323_PAWS_ACK", null, Ignored.OutOfWindow), // tcp_disordered_ack_check()
        new("TCP_RFC7323_TSECR", null, Ignored.OutOfWindow), // tcp_check_req(); RFC 7323, 3.2
        new("TCP_OVERWINDOW", null, Ignored.OutOfWindow), // tcp_check_req()
        new("TCP_OLD_SEQUENCE", null, Ignored.OutOfWindow), // tcp_sequence(); RFC 9293, 3.10.7.4, first
        new("TCP_INVALID_SEQUENCE", null, Ignored.OutOfWindow), // the same
        new("TCP_INVALID_END_SEQUENCE", null, Ignored.OutOfWindow), // the same
        new("TCP_INVALID_ACK_SEQUENCE", null, Ignored.OutOfWindow), // tcp_rcv_synsent_state_process()
        new("TCP_FASTOPEN", Close, Undecided.Nothing), // tcp_rcv_state_process(): tcp_check_req() has called tcp_reset(), which is counted
        new("TCP_FASTOPEN", Unknown, Undecided.Nothing), // the same, far more often than the next
        new("TCP_FASTOPEN", null, Ignored.OutOfWindow), // the same, and the socket lives
        new("TCP_CSUM", null, Ignored.Invalid), // tcp_v4_rcv(), csum_error
        new("PKT_TOO_SMALL", null, Ignored.Invalid), // tcp_v4_rcv(): a data offset below 5
        new("TCP_FLAGS", null, Ignored.Stray), // tcp_rcv_state_process(), LISTEN, which looks at the ACK first; in other states, at the RST
        new("TCP_MD5NOTFOUND", null, Ignored.Invalid), // tcp_inbound_hash(); RFC 2385, 2
        new("TCP_MD5UNEXPECTED", null, Ignored.Invalid),
        new("TCP_MD5FAILURE", null, Ignored.Invalid),
        new("TCP_AUTH_HDR", null, Ignored.Invalid), // tcp_inbound_hash(); RFC 5925, 7
        new("TCP_AONOTFOUND", null, Ignored.Invalid),
        new("TCP_AOUNEXPECTED", null, Ignored.Invalid),
        new("TCP_AOKEYNOTFOUND", null, Ignored.Invalid),
        new("TCP_AOFAILURE", null, Ignored.Invalid),
        new("SOCKET_FILTER", Close, Undecided.Nothing), // sock_queue_rcv_skb_reason(): a raw(7) socket's copy, whose state this is
        new("SOCKET_FILTER", Unknown, Undecided.Nothing), // perhaps such a copy: rather missed than counted twice
        new("SOCKET_FILTER", null, Ignored.Invalid), // tcp_filter(): the application's own
        new("SECURITY_HOOK", Close, Undecided.Nothing), // sk_filter_trim_cap(), of which these are reasons since 6.17: as above
        new("SECURITY_HOOK", Unknown, Undecided.Nothing), // before that, of Unix sockets and routes only
        new("SECURITY_HOOK", None, Undecided.Nothing), // not TCP's
        new("SECURITY_HOOK", null, Ignored.Invalid), // security_sock_rcv_skb(); by 7.2 the filter's, too
        new("PFMEMALLOC", Close, Undecided.Nothing),
        new("PFMEMALLOC", null, Ignored.Invalid), // no memory left but the reserve, which is not for this socket
        new("SOCKET_BACKLOG", null, Ignored.Invalid), // tcp_add_backlog(): the program holds its socket, and too much waits for it
        new("XFRM_POLICY", Close, Undecided.Nothing), // raw_rcv(): a copy
        new("XFRM_POLICY", Unknown, Undecided.Nothing), // perhaps ip_forward()
        new("XFRM_POLICY", None, Undecided.Nothing), // the same
        new("XFRM_POLICY", null, Ignored.Invalid), // tcp_v4_rcv(): IPsec demands what the packet has not; RFC 4301, 5.2
        new("PSP_INPUT", null, Ignored.Invalid), // psp_sk_rx_policy_check(), since 6.18
        new("TCP_MINTTL", null, Ignored.Invalid), // tcp_v4_rcv(), IP_MINTTL; RFC 5082
    ];
}
