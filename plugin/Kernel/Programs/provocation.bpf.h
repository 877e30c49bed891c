/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reset answers, and, where the kernel gives no reason, what speaks for one. */
#ifndef PROVOCATION_BPF_H
#define PROVOCATION_BPF_H

#include "segment.bpf.h"
#include "socket.bpf.h"

static __always_inline __u32 provocation_by(const struct segment *segment)
{
	if (segment->flags & FLAG_SYN)
		return segment->flags & FLAG_ACK ? SYN_ACK : SYN;
	return OTHER_SEGMENT;
}

/*
 * What came for more hosts than this one is not answered (RFC 9293, section 3.9.2.3), as the route
 * of the packet tells tcp_v4_send_reset() and tcp_v6_send_reset(); the tracepoint with a reason
 * comes after that.
 */
static __always_inline bool came_for_us_alone(const struct sk_buff *skb, bool is_ipv6)
{
	const void *route = (const void *)(skb->_skb_refdst & ~SKB_DST_NOREF);

	if (is_ipv6)
		return !bpf_core_field_exists(struct rt6_info, rt6i_flags) ||
		       BPF_CORE_READ((const struct rt6_info *)route, rt6i_flags) & RTF_LOCAL;
	return BPF_CORE_READ((const struct rtable *)route, rt_type) == RTN_LOCAL;
}

static __always_inline bool aborts_on_close(const struct sock *sk)
{
	return has_flag(sk, bpf_core_enum_value(enum sock_flags, SOCK_LINGER)) &&
	       !sk->sk_lingertime;
}

/* What a reason leaves open of one that we send on our own. */
static __always_inline __u32 circumstance(const struct sock *sk)
{
	if (has_flag(sk, bpf_core_enum_value(enum sock_flags, SOCK_DEAD)))
		return ORPHANED;
	if (!POINTER_IN(sk, struct sock, sk_socket))
		return NEVER_ACCEPTED;
	return aborts_on_close(sk) ? LINGER : ON_OUR_OWN;
}

/*
 * Where there is no reason, the listener tells what tcp_check_req() and tcp_v4_syn_recv_sock() have
 * looked at; and where the reason is that it knows no such connection, whether that is why.
 */
static __always_inline __u32 evidence_at(const struct sock *sk, __u32 state, __u32 provocation)
{
	if (provocation == OTHER_SEGMENT && state == TCP_LISTEN &&
	    sk->sk_ack_backlog > sk->sk_max_ack_backlog)
		return ACCEPT_QUEUE_FULL;
	return provocation;
}

/*
 * And of one that we send on our own, the connection: __tcp_close() looks at these in this order,
 * and before it makes an orphan of it, which only tcp_check_oom() and tcp_out_of_resources() reset;
 * inet_csk_listen_stop(); tcp_keepalive_timer(). __tcp_close() and tcp_disconnect() have closed it
 * by then, the timer and tcp_abort() have not.
 */
static __always_inline __u32 evidence_of(const struct sock *sk, __u32 state)
{
	const struct inet_connection_sock *icsk = (const struct inet_connection_sock *)sk;
	const struct tcp_sock *tp = (const struct tcp_sock *)sk;
	__s32 unread;

	if (has_flag(sk, bpf_core_enum_value(enum sock_flags, SOCK_DEAD)))
		return BPF_CORE_READ(tp, linger2) < 0 ? LINGER : ORPHANED;
	if (!POINTER_IN(sk, struct sock, sk_socket))
		return NEVER_ACCEPTED;
	if (state != TCP_CLOSE)
		return BPF_CORE_READ(icsk, icsk_probes_out) ? UNANSWERED : ON_OUR_OWN;
	unread = BPF_CORE_READ(tp, rcv_nxt) - BPF_CORE_READ(tp, copied_seq);
	/* A FIN takes a sequence number, too (tcp_fin()). */
	if (unread > has_flag(sk, bpf_core_enum_value(enum sock_flags, SOCK_DONE)))
		return UNREAD_DATA;
	return aborts_on_close(sk) ? LINGER : ON_OUR_OWN;
}

#endif
