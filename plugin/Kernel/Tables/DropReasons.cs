using TcpResets.Resets;
using static TcpResets.Kernel.Tables.SocketState;

namespace TcpResets.Kernel.Tables;

/// <summary>
/// What it means that a reset was dropped: the kernel's reason (include/net/dropreason-core.h) and the state of the socket. The first row
/// that fits counts. What fits none says nothing: the reset was not TCP's yet, or no longer, or only a copy of it was dropped.
/// </summary>
internal static class DropReasons
{
    /// <summary>What stands before a reason's name in the kernel.</summary>
    public const string Prefix = "SKB_DROP_REASON_";

    private static readonly byte Stray = Kinds.Of(Ignored.Stray);
    private static readonly byte OutOfWindow = Kinds.Of(Ignored.OutOfWindow);
    private static readonly byte Invalid = Kinds.Of(Ignored.Invalid);

    /// <summary>The table.</summary>
    public static IReadOnlyList<DropReason> Rows { get; } =
    [
        new("NO_SOCKET", null, Stray), // tcp_v4_rcv(), no_tcp_socket; RFC 9293, 3.10.7.1
        new("TCP_RESET", Listen, Stray), // tcp_rcv_state_process(), LISTEN; RFC 9293, 3.10.7.2
        new("TCP_RESET", Unknown, Stray), // the same, far more often than the next
        new("TCP_RESET", null, OutOfWindow), // tcp_validate_incoming(), challenge ACK: RFC 5961, 3.2; SYN-SENT without ACK: RFC 9293, 3.10.7.3
        new("TCP_CLOSE", null, Stray), // tcp_rcv_state_process(), CLOSED
        new("NOT_SPECIFIED", TimeWait, Kinds.EndsMini), // tcp_timewait_state_process(); RFC 1337
        new("NOT_SPECIFIED", MiniFinWait2, Kinds.EndsMini), // the same
        new("NOT_SPECIFIED", Listen, Kinds.EndsRequest), // tcp_check_req(): embryonic_reset, a challenge ACK, or (6.12) out of the window
        new("TCP_RFC7323_TW_PAWS", MiniFinWait2, OutOfWindow), // tcp_timewait_state_process()
        new("TCP_RFC7323_TW_PAWS", null, Kinds.Of(Ignored.TimeWait)), // the same
        new("TCP_RFC7323_PAWS", null, OutOfWindow), // tcp_validate_incoming(), tcp_check_req(); RFC 7323, 5
        new("TCP_RFC7323_PAWS_ACK", null, OutOfWindow), // tcp_disordered_ack_check()
        new("TCP_RFC7323_TSECR", null, OutOfWindow), // tcp_check_req(); RFC 7323, 3.2
        new("TCP_OVERWINDOW", null, OutOfWindow), // tcp_check_req()
        new("TCP_OLD_SEQUENCE", null, OutOfWindow), // tcp_sequence(); RFC 9293, 3.10.7.4, first
        new("TCP_INVALID_SEQUENCE", null, OutOfWindow), // the same
        new("TCP_INVALID_END_SEQUENCE", null, OutOfWindow), // the same
        new("TCP_INVALID_ACK_SEQUENCE", null, OutOfWindow), // tcp_rcv_synsent_state_process()
        new("TCP_FASTOPEN", Close, Kinds.Nothing), // tcp_rcv_state_process(): tcp_check_req() has called tcp_reset(), which is counted
        new("TCP_FASTOPEN", Unknown, Kinds.Nothing), // the same, far more often than the next
        new("TCP_FASTOPEN", null, OutOfWindow), // the same, and the socket lives
        new("TCP_CSUM", null, Invalid), // tcp_v4_rcv(), csum_error
        new("PKT_TOO_SMALL", null, Invalid), // tcp_v4_rcv(): a data offset below 5
        new("TCP_FLAGS", null, Stray), // tcp_rcv_state_process(), LISTEN, which looks at the ACK first; in other states, at the RST
        new("TCP_MD5NOTFOUND", null, Invalid), // tcp_inbound_hash(); RFC 2385, 2
        new("TCP_MD5UNEXPECTED", null, Invalid),
        new("TCP_MD5FAILURE", null, Invalid),
        new("TCP_AUTH_HDR", null, Invalid), // tcp_inbound_hash(); RFC 5925, 7
        new("TCP_AONOTFOUND", null, Invalid),
        new("TCP_AOUNEXPECTED", null, Invalid),
        new("TCP_AOKEYNOTFOUND", null, Invalid),
        new("TCP_AOFAILURE", null, Invalid),
        new("SOCKET_FILTER", Close, Kinds.Nothing), // sock_queue_rcv_skb_reason(): the copy for a raw socket (raw(7)), whose state is this
        new("SOCKET_FILTER", Unknown, Kinds.Nothing), // perhaps such a copy: rather missed than counted twice
        new("SOCKET_FILTER", null, Invalid), // tcp_filter(): the application's own
        new("TCP_MINTTL", null, Invalid), // tcp_v4_rcv(), IP_MINTTL; RFC 5082
    ];
}
