using TcpResets.Resets;
using static TcpResets.Kernel.Tables.Provocation;
using static TcpResets.Kernel.Tables.SocketState;

namespace TcpResets.Kernel.Tables;

/// <summary>
/// Why a reset was sent: the kernel's reason (include/net/rstreason.h; since 6.10 for answers, since 6.12 for those sent on our own), the
/// state, and the segment it answers. The first row that fits counts; what fits none is <see cref="SentCause.Other"/>.
/// </summary>
internal static class SentReasons
{
    public const string Prefix = "SK_RST_REASON_";

    public static IReadOnlyList<SentReason> Rows { get; } =
    [
        new("NO_SOCKET", null, Syn, SentCause.ClosedPort), // tcp_v4_rcv(), no_tcp_socket; RFC 9293, 3.5.2, group 1
        new("NO_SOCKET", null, null, SentCause.HalfOpen), // the same place: only the segment tells; RFC 9293, 3.5.1
        new("TCP_FLAGS", Listen, AcceptQueueFull, SentCause.QueueFull), // tcp_rcv_state_process(): reqsk_timer_handler() has dropped it
        new("TCP_FLAGS", Listen, null, SentCause.HalfOpen), // the same: an ACK to a listener, as after a restart
        new("TCP_FLAGS", null, null, SentCause.Invalid), // RFC 9293, 3.5.2, group 2
        new("TCP_INVALID_ACK_SEQUENCE", SynSent, Provocation.Other, SentCause.HalfOpen), // tcp_rcv_synsent_state_process(); RFC 9293, 3.5.1
        new("TCP_INVALID_ACK_SEQUENCE", null, null, SentCause.Invalid), // RFC 9293, 3.10.7.3; PAWS below: RFC 7323, 5
        new("TCP_RFC7323_PAWS", null, null, SentCause.Invalid),
        new("TCP_TOO_OLD_ACK", null, null, SentCause.Invalid), // tcp_ack() in SYN-RECEIVED
        new("TCP_ACK_UNSENT_DATA", null, null, SentCause.Invalid), // the same
        new("TCP_OLD_ACK", null, null, SentCause.Invalid), // the same
        new("TCP_ABORT_ON_DATA", Close, Provocation.Other, Undecided.AfterClose), // tcp_rcv_state_process(); RFC 1122, 4.2.2.13
        new("TCP_ABORT_ON_DATA", null, null, SentCause.LateData),
        new("TCP_TIMEWAIT_SOCKET", MiniFinWait2, Syn, SentCause.Invalid), // tcp_timewait_state_process(): a SYN in the window
        new("TCP_TIMEWAIT_SOCKET", MiniFinWait2, null, SentCause.LateData), // the same: data after close()
        new("TCP_TIMEWAIT_SOCKET", null, null, SentCause.TimeWait), // tcp_v4_rcv(), TCP_TW_RST
        new("INVALID_SYN", Listen, AcceptQueueFull, SentCause.QueueFull), // tcp_check_req(), listen_overflow, then embryonic_reset
        new("INVALID_SYN", Listen, Provocation.Other, SentCause.QueueFull), // the same, of a queue that has just been emptied
        new("INVALID_SYN", null, null, SentCause.Invalid), // tcp_check_req(): a bad SYN in SYN-RECEIVED
        new("TCP_ABORT_ON_CLOSE", Close, null, SentCause.UnreadData), // __tcp_close(), data_was_unread
        new("TCP_ABORT_ON_CLOSE", null, Provocation.None, SentCause.UnreadData), // __mptcp_close(), mptcp_do_fastclose(): not closed yet
        new("TCP_ABORT_ON_CLOSE", null, null, SentCause.Aborted), // the same, for SO_LINGER 0, or before it was accepted
        new("TCP_ABORT_ON_LINGER", null, null, SentCause.Aborted), // TCP_LINGER2 below 0: __tcp_close(), tcp_rcv_state_process()
        new("TCP_ABORT_ON_MEMORY", null, null, SentCause.NoMemory), // tcp_check_oom() in __tcp_close(), tcp_out_of_resources()
        new("TCP_STATE", FinWait2, Orphaned, SentCause.Timeout), // tcp_keepalive_timer(), of an orphan
        new("TCP_STATE", null, null, SentCause.Aborted), // tcp_disconnect(), for SO_LINGER 0, too; tcp_abort(); inet_csk_listen_stop()
        new("TCP_KEEPALIVE_TIMEOUT", null, null, SentCause.Timeout), // tcp_keepalive_timer()
        new("TCP_DISCONNECT_WITH_DATA", null, null, SentCause.Aborted), // tcp_disconnect() with data unsent
        new("MPTCP_RST_EMPTCP", null, null, SentCause.Invalid), // RFC 8684, 3.6: a subflow that broke the protocol
        new("MPTCP_RST_ERESOURCE", null, null, SentCause.NoMemory), // RFC 8684, 3.6: lack of resources
        new("MPTCP_RST_EPROHIBIT", null, null, SentCause.Aborted), // RFC 8684, 3.6: administratively prohibited
        new("MPTCP_RST_EMIDDLEBOX", null, null, SentCause.Invalid), // RFC 8684, 3.6: somebody has changed the segments

        // No reason: before 6.10, and on our own before 6.12.
        new("", SocketState.None, Syn, SentCause.ClosedPort), // tcp_v4_send_reset(NULL, skb)
        new("", SocketState.None, null, SentCause.HalfOpen), // the same
        new("", Listen, AcceptQueueFull, SentCause.QueueFull), // sk_acceptq_is_full(), as tcp_v4_syn_recv_sock() finds it
        new("", Listen, Provocation.Other, SentCause.HalfOpen), // an ACK to a listener
        new("", TimeWait, null, SentCause.TimeWait),
        new("", MiniFinWait2, Syn, SentCause.Invalid),
        new("", MiniFinWait2, null, SentCause.LateData),
        new("", SynSent, Provocation.Other, SentCause.HalfOpen), // an old ACK answers our SYN: RFC 9293, 3.5.1, figure 9
        new("", Close, Provocation.Other, Undecided.AfterClose), // data after close(): tcp_done() comes before the reset
        new("", Close, UnreadData, SentCause.UnreadData), // what __tcp_close() looks at first
        new("", null, Unanswered, SentCause.Timeout), // icsk_probes_out, as tcp_keepalive_timer() counts them
        new("", FinWait2, Orphaned, SentCause.Timeout), // tcp_keepalive_timer(), of an orphan
        new("", null, Orphaned, SentCause.NoMemory), // tcp_check_oom() in __tcp_close(), tcp_out_of_resources()
        new("", null, Linger, SentCause.Aborted), // __tcp_close(): SO_LINGER 0, and TCP_LINGER2 below 0
        new("", null, NeverAccepted, SentCause.Aborted), // inet_csk_listen_stop()
        new("", null, Provocation.None, SentCause.Aborted), // what else there is: tcp_disconnect(), tcp_abort()
        new("", null, Syn, SentCause.Invalid),
        new("", null, SynAck, SentCause.Invalid),
        new("", null, Provocation.Other, SentCause.Invalid),
    ];
}
