/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a reset answers, and, where the kernel gives no reason, what speaks for one. */
#ifndef PROVOCATION_BPF_H
#define PROVOCATION_BPF_H

static __always_inline __u32 provocation_by(const struct segment *segment)
{
	if (segment->flags & FLAG_SYN)
		return segment->flags & FLAG_ACK ? SYN_ACK : SYN;
	return OTHER_SEGMENT;
}

static __always_inline bool has_flag(const struct sock *sk, __u64 flag)
{
	return sk->__sk_common.skc_flags & (1UL << flag);
}

static __always_inline bool lingers_not(const struct sock *sk)
{
	return has_flag(sk, bpf_core_enum_value(enum sock_flags, SOCK_LINGER)) && !sk->sk_lingertime;
}

/*
 * Where there is no reason, the connection tells what the kernel has looked at: __tcp_close() in this order, and before it makes an orphan
 * of it, which only tcp_check_oom() and tcp_out_of_resources() reset; inet_csk_listen_stop(); tcp_keepalive_timer(); tcp_check_req().
 * __tcp_close() and tcp_disconnect() have closed it by then, the timer and tcp_abort() have not.
 */
static __always_inline __u32 evidence(const struct sock *sk, __u32 state, __u32 provocation)
{
	const struct tcp_sock *tp = (const struct tcp_sock *)sk;

	if (provocation == OTHER_SEGMENT && state == TCP_LISTEN)
		return sk->sk_ack_backlog > sk->sk_max_ack_backlog ? ACCEPT_QUEUE_FULL : provocation;
	if (provocation != ON_OUR_OWN)
		return provocation;
	if (has_flag(sk, bpf_core_enum_value(enum sock_flags, SOCK_DEAD)))
		return BPF_CORE_READ(tp, linger2) < 0 ? LINGER : ORPHANED;
	if (!sk->sk_socket)
		return NEVER_ACCEPTED;
	if (state != TCP_CLOSE)
		return BPF_CORE_READ((const struct inet_connection_sock *)sk, icsk_probes_out) ? UNANSWERED : ON_OUR_OWN;
	/* A FIN takes a sequence number, too (tcp_fin()). */
	if ((__s32)(BPF_CORE_READ(tp, rcv_nxt) - BPF_CORE_READ(tp, copied_seq)) > has_flag(sk, bpf_core_enum_value(enum sock_flags, SOCK_DONE)))
		return UNREAD_DATA;
	return lingers_not(sk) ? LINGER : ON_OUR_OWN;
}

#endif
