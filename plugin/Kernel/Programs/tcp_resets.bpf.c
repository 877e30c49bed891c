// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Counts each TCP reset once, as the kernel receives, ignores or sends it. Nothing goes to user space but counters.
 *
 * Plain functions hold the logic. The SEC() functions at the end call them, one for each hook and each list of arguments that a
 * kernel can have there; KernelPlan.cs chooses among them by the running kernel's BTF.
 */
#include "kernel_types.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_tracing.h>
#include "tcp_resets.h"

char LICENSE[] SEC("license") = "GPL";

const volatile struct meanings meanings;

#include "totals.bpf.h"
#include "segment.bpf.h"
#include "embryonic_rsts.bpf.h"
#include "provocation.bpf.h"
#include "firewall.bpf.h"

/* An IPv4-mapped address means IPv4 packets (RFC 4291, section 2.5.5.2). */
static __always_inline bool speaks_ipv6(const struct sock *sk)
{
	const struct in6_addr *peer = &sk->__sk_common.skc_v6_daddr;

	return bpf_core_field_exists(sk->__sk_common.skc_v6_daddr) && sk->__sk_common.skc_family == AF_INET6 &&
	       (peer->in6_u.u6_addr32[2] != bpf_htonl(0xffff) || peer->in6_u.u6_addr32[1] || peer->in6_u.u6_addr32[0]);
}

static __always_inline __u32 state_of(const struct sock *sk)
{
	__u32 state;

	if (!sk)
		return NO_SOCKET;
	state = sk->__sk_common.skc_state;
	if (state == TCP_TIME_WAIT && BPF_CORE_READ((struct inet_timewait_sock *)sk, tw_substate) == TCP_FIN_WAIT2)
		return MINI_FIN_WAIT2;
	return state;
}

/* inet_twsk_kill() and reqsk_queue_unlink() take what they end out of the hash table. */
static __always_inline bool is_unhashed(const struct sock *sk)
{
	return !BPF_CORE_READ(sk, __sk_common.skc_nulls_node.pprev);
}

static __always_inline __u32 kind_at_mini(const struct sock *sk, __u32 state)
{
	if (is_unhashed(sk))
		return state == MINI_FIN_WAIT2 ? RECEIVED_CLOSING : RECEIVED_TIME_WAIT;
	return state == MINI_FIN_WAIT2 ? IGNORED_OUT_OF_WINDOW : IGNORED_TIME_WAIT;
}

/* tcp_reset(): a connection has taken the reset in. */
static __always_inline int receive(const struct sock *sk)
{
	if (sk && is_counted(sk->__sk_common.skc_net.net))
		add(meanings.received[bound(sk->__sk_common.skc_state, STATES)], speaks_ipv6(sk), 1);
	return 0;
}

/* tcp_v4_rcv() calls tcp_v4_send_reset(), which answers all but resets, right before the drop. */
static __always_inline __u32 kind_at_no_socket(const struct sk_buff *skb, bool is_ipv6, const struct segment *segment)
{
	if (segment->flags & FLAG_RST)
		return IGNORED_STRAY;
	if (!came_for_us_alone(skb, is_ipv6))
		return NOTHING;
	return provocation_by(segment) == SYN ? SENT_CLOSED_PORT : SENT_HALF_OPEN;
}

/* A packet was dropped, for a reason and, if the kernel tells it, at a socket. Most have nothing to do with resets. */
static __always_inline int drop(const struct sk_buff *skb, __u32 reason, const struct sock *sk, __u32 state, bool can_see)
{
	struct segment segment;
	const struct net *net;
	bool is_ipv6 = false;
	__u32 kind;

	if (!skb || reason >= DROP_REASONS)
		return 0;
	kind = meanings.dropped[bound(reason, DROP_REASONS)][bound(state, STATES)];
	if (kind == NOTHING || !(can_see ? see_segment : read_segment)(skb, &is_ipv6, &segment))
		return 0;
	if (!can_see && kind == ANSWERED)
		kind = kind_at_no_socket(skb, is_ipv6, &segment);
	else if (!(segment.flags & FLAG_RST))
		return 0;
	/* With a socket, TCP has taken the packet off its device: where the kernel does not tell the socket, nobody knows where it was. */
	if (meanings.only_netns) {
		net = sk ? sk->__sk_common.skc_net.net : skb->dev->nd_net.net;
		if (net && !is_counted(net))
			return 0;
	}
	if (kind == ENDS_MINI && sk)
		kind = kind_at_mini(sk, state);
	else if (kind == ENDS_REQUEST && sk)
		kind = has_ended_request(sk) ? RECEIVED_HANDSHAKE : IGNORED_OUT_OF_WINDOW;
	add(kind, is_ipv6, 1);
	return 0;
}

/*
 * A segment came for a connection that takes in no more data: tcp_rcv_state_process() has ended it, and answers by a reset. Where it was
 * data, it has called tcp_reset(), although no reset was received, and that has been counted: tcp_reset() leaves its error in the socket,
 * EPIPE in CLOSE-WAIT and ECONNRESET in FIN-WAIT, CLOSING and LAST-ACK, which tcp_done() alone does not. SOCK_DONE is tcp_fin()'s: then
 * the data stood behind the peer's own FIN (RFC 9293, section 3.10.7.4, seventh).
 */
static __always_inline __u32 after_close(const struct sock *sk, bool is_ipv6)
{
	if (sk->sk_err == ECONNRESET || sk->sk_err == EPIPE) {
		add(sk->sk_err == EPIPE ? RECEIVED_ESTABLISHED : RECEIVED_CLOSING, is_ipv6, -1);
		return has_flag(sk, bpf_core_enum_value(enum sock_flags, SOCK_DONE)) ? SENT_INVALID : SENT_UNREAD_DATA;
	}
	/* Or it was the ACK of our FIN, and we shall not wait for the peer's. */
	return BPF_CORE_READ((const struct tcp_sock *)sk, linger2) < 0 ? SENT_ABORTED : SENT_UNREAD_DATA;
}

/* A reset is sent: in answer to a segment, or, without one, on our own. */
static __always_inline int send(const struct sock *sk, const struct sk_buff *skb, __u32 reason, bool can_see)
{
	__u32 state = state_of(sk), provocation = ON_OUR_OWN, kind;
	struct segment segment = {};
	bool is_ipv6;

	if (skb) {
		/* The socket may be a listener's, which knows no peer, or of the other family. */
		is_ipv6 = skb->protocol == bpf_htons(ETH_P_IPV6);
		if (can_see)
			segment.flags = flags_at(skb->head + skb->transport_header);
		else if (bpf_probe_read_kernel(&segment, sizeof(segment), skb->head + skb->transport_header))
			return 0;
		provocation = provocation_by(&segment);
	} else if (sk) {
		is_ipv6 = speaks_ipv6(sk);
	} else {
		return 0;
	}
	if (meanings.only_netns && !is_counted(sk ? sk->__sk_common.skc_net.net : skb->dev->nd_net.net))
		return 0;
	if (segment.flags & FLAG_RST) { /* which is never answered: only functions come here with one, tracepoints do not */
		if (meanings.counts_strays && !sk)
			add(IGNORED_STRAY, is_ipv6, 1);
		return 0;
	}
	if (!sk && reason == NO_RST_REASON && !came_for_us_alone(skb, is_ipv6))
		return 0;
	if (sk && reason == NO_RST_REASON)
		provocation = evidence(sk, state, provocation);
	else if (sk && provocation == ON_OUR_OWN)
		provocation = circumstance(sk);
	kind = meanings.sent[bound(reason, RST_REASONS)][bound(state, STATES)][bound(provocation, PROVOCATIONS)];
	if (kind == SENT_UNREAD_DATA && skb && sk && state == TCP_CLOSE)
		kind = after_close(sk, is_ipv6);
	add(kind, is_ipv6, 1);

	/* tcp_check_req() ends the request socket, too, right after this. */
	if (meanings.embryonic_rsts && reason == meanings.invalid_syn && sk && state == TCP_LISTEN)
		note_embryonic_rsts(sk->__sk_common.skc_net.net, count_embryonic_rsts(sk->__sk_common.skc_net.net) + 1);
	return 0;
}

/* A segment has met a mini socket, before 6.11, whose drops do not tell the socket. */
static __always_inline int meet_mini(const struct sock *sk, const struct sk_buff *skb)
{
	struct segment segment;
	bool is_ipv6 = false;

	if (read_segment(skb, &is_ipv6, &segment) && segment.flags & FLAG_RST && is_counted(sk->__sk_common.skc_net.net))
		add(kind_at_mini(sk, state_of(sk)), is_ipv6, 1);
	return 0;
}

/* Likewise a request socket. */
static __always_inline int meet_request(const struct sock *listener, const struct sk_buff *skb, const struct sock *request)
{
	struct segment segment;
	bool is_ipv6 = false;

	if (read_segment(skb, &is_ipv6, &segment) && segment.flags & FLAG_RST && is_counted(listener->__sk_common.skc_net.net))
		add(is_unhashed(request) ? RECEIVED_HANDSHAKE : IGNORED_OUT_OF_WINDOW, is_ipv6, 1);
	return 0;
}

/* Those that watch functions come first: a kernel that allows none says so before it has verified the others. */

/* Before 6.10 the tracepoint tells nothing of resets without a full socket. */
SEC("fentry/tcp_v4_send_reset")
int BPF_PROG(send_reset_v4, const struct sock *sk, const struct sk_buff *skb)
{
	return send(sk, skb, NO_RST_REASON, false);
}

SEC("fentry/tcp_v6_send_reset")
int BPF_PROG(send_reset_v6, const struct sock *sk, const struct sk_buff *skb)
{
	return send(sk, skb, NO_RST_REASON, false);
}

/* Since 5.10 */
SEC("fentry/nf_send_reset")
int BPF_PROG(reject_v4, const struct net *net, const struct sock *sk, const struct sk_buff *skb)
{
	return reject(net, skb);
}

SEC("fentry/nf_send_reset6")
int BPF_PROG(reject_v6, const struct net *net, const struct sock *sk, const struct sk_buff *skb)
{
	return reject(net, skb);
}

/* Since 5.11, the last being what it returns. */
SEC("fexit/nf_reject_skb_v4_tcp_reset")
int BPF_PROG(reject_below_v4, const struct net *net, const struct sk_buff *skb, const void *dev,
	     int hook, const struct sk_buff *reset)
{
	return reject_below(net, reset, false);
}

SEC("fexit/nf_reject_skb_v6_tcp_reset")
int BPF_PROG(reject_below_v6, const struct net *net, const struct sk_buff *skb, const void *dev,
	     int hook, const struct sk_buff *reset)
{
	return reject_below(net, reset, true);
}

SEC("fexit/tcp_timewait_state_process")
int BPF_PROG(meet_time_wait, const struct sock *tw, const struct sk_buff *skb)
{
	return meet_mini(tw, skb);
}

/* The last is what it returns: a socket that the segment goes on to, and then is dropped at. */
SEC("fexit/tcp_check_req")
int BPF_PROG(meet_syn_received, const struct sock *listener, const struct sk_buff *skb,
	     const struct sock *request, __u64 fastopen, const void *stolen, const void *next)
{
	if (next)
		return 0;
	barrier(); /* the verifier allows no calculation with both, a pointer and a number */
	if (fastopen & 1) /* which has a full socket: that one receives the reset */
		return 0;
	return meet_request(listener, skb, request);
}

SEC("tp_btf/tcp_receive_reset")
int BPF_PROG(receive_reset, const struct sock *sk)
{
	return receive(sk);
}

#ifndef WITHOUT_CASTS
/* Since 6.11 */
SEC("tp_btf/kfree_skb")
int BPF_PROG(drop_at_socket, const struct sk_buff *skb, const void *location, __u32 reason,
	     const struct sock *sk)
{
	return drop(skb, reason, sk, state_of(sk), true);
}
#endif

/* Since 5.17 */
SEC("tp_btf/kfree_skb")
int BPF_PROG(drop_for_reason, const struct sk_buff *skb, const void *location, __u32 reason)
{
	return drop(skb, reason, NULL, UNKNOWN_STATE, false);
}

#ifndef WITHOUT_CASTS
/* Since 6.10 */
SEC("tp_btf/tcp_send_reset")
int BPF_PROG(send_for_reason, const struct sock *sk, const struct sk_buff *skb, __u32 reason)
{
	return send(sk, skb, reason ? reason : NO_RST_REASON, true);
}
#endif

SEC("tp_btf/tcp_send_reset")
int BPF_PROG(send_reset, const struct sock *sk, const struct sk_buff *skb)
{
	return send(sk, skb, NO_RST_REASON, false);
}

/* Beside the functions above, which it would count twice. */
SEC("tp_btf/tcp_send_reset")
int BPF_PROG(send_active_reset, const struct sock *sk, const struct sk_buff *skb)
{
	return skb ? 0 : send(sk, NULL, NO_RST_REASON, false);
}
