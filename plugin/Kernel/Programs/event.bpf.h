/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is handed on of one reset: addresses, ports, and fields of the socket. No data, no names. */
#ifndef EVENT_BPF_H
#define EVENT_BPF_H

#include "ends.bpf.h"

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096); /* bytes, set before loading */
} events SEC(".maps");

/*
 * The id that a cgroup has for user space, the inode number of its directory. An accepted socket
 * has its listener's (cgroup_sk_clone()).
 */
static __always_inline __u64 cgroup_of(const struct sock *sk)
{
	struct cgroup *cgroup;
	__u64 before;

	if (!bpf_core_field_exists(sk->sk_cgrp_data))
		return 0;
	if (bpf_core_field_exists(sk->sk_cgrp_data.cgroup)) {
		cgroup = POINTER_IN(sk, struct sock, sk_cgrp_data.cgroup);
		return cgroup ? cgroup->kn->id : 0;
	}
	before = BPF_CORE_READ((const struct sock_cgroup_data___before *)&sk->sk_cgrp_data, val);
	cgroup = (struct cgroup *)(before & ~3ULL);
	return before & 1 || !before ? 0 : BPF_CORE_READ(cgroup, kn, id);
}

/*
 * How far a connection has come. Each FIN that has come counts as a byte there, too
 * (tcp_rcv_nxt_update()); what was sent is counted again when it is sent again.
 */
static __always_inline void tell_connection(const struct sock *sk, struct event *event)
{
	__u32 now = bpf_jiffies64();
	__u32 since_sent = now - FIELD(sk, struct tcp_sock, lsndtime);
	__u32 since_received = now - FIELD(sk, struct inet_connection_sock, icsk_ack.lrcvtime);

	event->tells_connection = 1;
	event->is_unacknowledged =
		FIELD(sk, struct tcp_sock, snd_nxt) != FIELD(sk, struct tcp_sock, snd_una);
	event->idle = since_sent < since_received ? since_sent : since_received;
	event->bytes_sent =
		FIELD(sk, struct tcp_sock, bytes_sent) - FIELD(sk, struct tcp_sock, bytes_retrans);
	event->bytes_received = FIELD(sk, struct tcp_sock, bytes_received);
	if (event->bytes_received && has_flag(sk, bpf_core_enum_value(enum sock_flags, SOCK_DONE)))
		event->bytes_received--;
}

static __always_inline void hand_on(const struct reset *reset, enum hook hook,
				    const struct ends *ends, __u32 role, bool is_excluded,
				    __u32 cpu)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	const struct net *net = net_of(reset);
	const struct sock *owner = reset->full ? reset->full : reset->listener;

	if (!event)
		return;
	__builtin_memset(event, 0, sizeof(*event));
	event->time = bpf_ktime_get_boot_ns();
	event->ends = *ends;
	event->netns = net ? net->ns.inum : 0;
	event->reason = reset->reason == NO_RST_REASON && hook == SEND_RESET ? 0 : reset->reason;
	event->kind = reset->kind;
	event->mistaken = reset->mistaken;
	event->state = reset->state;
	event->role = role;
	event->is_ipv6 = reset->segment.is_ipv6;
	event->is_excluded = is_excluded;
	event->cpu = cpu;
	if (owner)
		event->cgroup = cgroup_of(owner);
	if (reset->full && reset->state != TCP_LISTEN && reset->state != TCP_SYN_SENT &&
	    reset->state != TCP_SYN_RECV)
		tell_connection(reset->full, event);
	/* Read at each tick, whether there is something or not. */
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
}

#endif
