// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Counts each TCP reset once, as the kernel receives, ignores or sends it, and hands on whom it was
 * between. Nothing else goes to user space: no data, no names.
 *
 * Plain functions fill a struct reset and hand it to count(). The SEC() functions at the end call
 * them, one for each hook and each list of arguments that a kernel can have there; KernelPlan.cs
 * chooses among them by the running kernel's BTF.
 */
#include "count.bpf.h"

char LICENSE[] SEC("license") = "GPL";

/* tcp_reset(): a connection has taken the reset in. */
static __always_inline int receive(const struct sock *sk)
{
	struct reset reset = { .mistaken = NOTHING, .sk = sk, .full = sk };

	if (!sk)
		return 0;
	reset.state = sk->__sk_common.skc_state;
	reset.kind = meanings.received[bound(reset.state, STATES)];
	reset.segment.is_ipv6 = speaks_ipv6(sk);
	return count(&reset, RECEIVE_RESET);
}

static __always_inline __u32 kind_of_drop(const struct sk_buff *skb, __u32 reason, __u32 state)
{
	if (!skb || reason >= DROP_REASONS)
		return NOTHING;
	return meanings.dropped[bound(reason, DROP_REASONS)][bound(state, STATES)];
}

/*
 * A segment that has to do with resets was dropped. With a socket, TCP has taken the packet off its
 * device: where the kernel does not tell the socket, nobody knows where it was.
 */
static __always_inline int drop(const struct sk_buff *skb, const struct segment *segment,
				const struct sock *sk, const struct sock *full,
				const struct sock *listener, __u32 state, __u32 reason, __u32 kind)
{
	struct reset reset = {
		.kind = kind,
		.mistaken = NOTHING,
		.reason = reason,
		.state = state,
		.segment = *segment,
		.sk = sk,
		.full = full,
		.listener = listener,
		.skb = skb,
	};

	if (!(segment->flags & FLAG_RST) && !(kind == ANSWERED && meanings.counts_answers))
		return 0;
	if (!sk)
		reset.net = POINTER_IN(skb, struct sk_buff, dev)->nd_net.net;
	return count(&reset, KFREE_SKB);
}

/* Before 6.11, drops do not tell the socket: a segment has met one that is not a full one. */
static __always_inline int meet(const struct sk_buff *skb, const struct sock *sk,
				const struct sock *listener, __u32 state, __u32 reason, __u32 kind)
{
	struct segment segment;

	if (!probe_segment(skb, &segment))
		return 0;
	return drop(skb, &segment, sk, NULL, listener, state, reason, kind);
}

static __always_inline __u32 kind_of_sent(__u32 reason, __u32 state, __u32 provocation)
{
	return meanings.sent[bound(reason, RST_REASONS)][bound(state, STATES)]
			    [bound(provocation, PROVOCATIONS)];
}

/*
 * A segment is answered by a reset. The socket may be a listener's, which knows no peer, or of the
 * other family.
 */
static __always_inline int answer(const struct sock *sk, const struct sk_buff *skb,
				  const struct segment *segment, __u32 reason)
{
	struct reset reset = {
		.mistaken = NOTHING,
		.reason = reason,
		.state = state_of(sk),
		.segment = *segment,
		.sk = sk,
		.skb = skb,
	};
	__u32 provocation = provocation_by(segment);

	if (is_full(reset.state))
		reset.full = sk;

	if (!sk)
		reset.net = POINTER_IN(skb, struct sk_buff, dev)->nd_net.net;
	else
		provocation = evidence_at(sk, reset.state, provocation);
	/* A reset never is: only functions are called with one, tracepoints are not. */
	if (segment->flags & FLAG_RST)
		reset.kind = meanings.counts_strays && !sk ? IGNORED_STRAY : NOTHING;
	else if (!sk && reason == NO_RST_REASON && !came_for_us_alone(skb, segment->is_ipv6))
		reset.kind = NOTHING;
	else
		reset.kind = kind_of_sent(reason, reset.state, provocation);
	return count(&reset, SEND_RESET);
}

/* A reset is sent on our own. */
static __always_inline int send(const struct sock *sk, __u32 reason)
{
	struct reset reset = { .mistaken = NOTHING, .sk = sk, .full = sk };
	__u32 provocation;

	if (!sk)
		return 0;
	reset.state = sk->__sk_common.skc_state;
	reset.segment.is_ipv6 = speaks_ipv6(sk);
	provocation = reason == NO_RST_REASON ? evidence_of(sk, reset.state) : circumstance(sk);
	reset.kind = kind_of_sent(reason, reset.state, provocation);
	return count(&reset, SEND_RESET);
}

static __always_inline int answer_without_reason(const struct sock *sk, const struct sk_buff *skb)
{
	struct segment segment;

	probe_tcp(skb, &segment);
	return answer(sk, skb, &segment, NO_RST_REASON);
}

/* A firewall's rule sends a reset, of which TCP does not know. */
static __always_inline int reject(const struct net *net, const struct segment *segment)
{
	struct reset reset = {
		.kind = SENT_FIREWALL,
		.mistaken = NOTHING,
		.segment = *segment,
		.net = net,
	};

	return count(&reset, REJECT);
}

/* It answers no reset (nf_reject_ip_tcphdr_get(), nf_send_reset6()). */
static __always_inline int reject_segment(const struct net *net, const struct sk_buff *skb)
{
	struct segment segment;

	if (!net || !skb || !probe_segment_before_reassembly(skb, &segment) ||
	    segment.flags & FLAG_RST)
		return 0;
	return reject(net, &segment);
}

/* Below the IP layer, in a bridge or at a device, the reset is made first, or not. */
static __always_inline int reject_below(const struct net *net, const struct sk_buff *skb,
					const struct sk_buff *reset, bool is_ipv6)
{
	struct segment segment;

	if (!reset || !skb)
		return 0;
	find_below(skb, is_ipv6, &segment);
	return reject(net, &segment);
}

/* Attached first: what others find to be mistaken, it must have counted. */
SEC("tp_btf/tcp_receive_reset")
int BPF_PROG(receive_reset, const struct sock *sk)
{
	return receive(sk);
}

/*
 * Those that watch functions come before the larger ones: a kernel that allows none says so before
 * it has verified these.
 */

/* Before 6.10 the tracepoint tells nothing of resets without a full socket. */
SEC("fentry/tcp_v4_send_reset")
int BPF_PROG(send_reset_v4, const struct sock *sk, const struct sk_buff *skb)
{
	return answer_without_reason(sk, skb);
}

SEC("fentry/tcp_v6_send_reset")
int BPF_PROG(send_reset_v6, const struct sock *sk, const struct sk_buff *skb)
{
	return answer_without_reason(sk, skb);
}

/* Since 5.10 */
SEC("fentry/nf_send_reset")
int BPF_PROG(reject_v4, const struct net *net, const struct sock *sk, const struct sk_buff *skb)
{
	return reject_segment(net, skb);
}

SEC("fentry/nf_send_reset6")
int BPF_PROG(reject_v6, const struct net *net, const struct sock *sk, const struct sk_buff *skb)
{
	return reject_segment(net, skb);
}

/* Since 5.11, the last being what it returns. */
SEC("fexit/nf_reject_skb_v4_tcp_reset")
int BPF_PROG(reject_below_v4, const struct net *net, const struct sk_buff *skb, const void *dev,
	     int hook, const struct sk_buff *reset)
{
	return reject_below(net, skb, reset, false);
}

SEC("fexit/nf_reject_skb_v6_tcp_reset")
int BPF_PROG(reject_below_v6, const struct net *net, const struct sk_buff *skb, const void *dev,
	     int hook, const struct sk_buff *reset)
{
	return reject_below(net, skb, reset, true);
}

SEC("fexit/tcp_timewait_state_process")
int BPF_PROG(meet_time_wait, const struct sock *tw, const struct sk_buff *skb)
{
	return meet(skb, tw, NULL, state_of(tw), 0, ENDS_MINI);
}

/* The last is what it returns: a socket that the segment goes on to, and then is dropped at. */
SEC("fexit/tcp_check_req")
int BPF_PROG(meet_syn_received, const struct sock *listener, const struct sk_buff *skb,
	     const struct sock *request, __u64 fastopen, const void *stolen, const void *next)
{
	if (next)
		return 0;
	/* The verifier allows no calculation with both, a pointer and a number. */
	barrier();
	/* Fast Open has a full socket, which receives the reset. */
	if (fastopen & 1)
		return 0;
	return meet(skb, request, listener, TCP_NEW_SYN_RECV, 0, ENDS_REQUEST);
}

#ifndef WITHOUT_CASTS
/* Since 6.11 */
SEC("tp_btf/kfree_skb")
int BPF_PROG(drop_at_socket, const struct sk_buff *skb, const void *location, __u32 reason,
	     const struct sock *sk)
{
	const __u32 state = state_of(sk), kind = kind_of_drop(skb, reason, state);
	struct segment segment;

	if (kind == NOTHING || !cast_segment(skb, &segment))
		return 0;
	return drop(skb, &segment, sk, is_full(state) ? sk : NULL, NULL, state, reason, kind);
}
#endif

/* Since 5.17 */
SEC("tp_btf/kfree_skb")
int BPF_PROG(drop_for_reason, const struct sk_buff *skb, const void *location, __u32 reason)
{
	const __u32 kind = kind_of_drop(skb, reason, UNKNOWN_STATE);

	return kind == NOTHING ? 0 : meet(skb, NULL, NULL, UNKNOWN_STATE, reason, kind);
}

#ifndef WITHOUT_CASTS
/* Since 6.10 */
SEC("tp_btf/tcp_send_reset")
int BPF_PROG(send_for_reason, const struct sock *sk, const struct sk_buff *skb, __u32 reason)
{
	struct segment segment;

	reason = reason ? reason : NO_RST_REASON;
	if (!skb)
		return send(sk, reason);
	cast_tcp(skb, &segment);
	return answer(sk, skb, &segment, reason);
}
#endif

SEC("tp_btf/tcp_send_reset")
int BPF_PROG(send_reset, const struct sock *sk, const struct sk_buff *skb)
{
	return skb ? answer_without_reason(sk, skb) : send(sk, NO_RST_REASON);
}

/* Beside the functions above, which it would count twice. */
SEC("tp_btf/tcp_send_reset")
int BPF_PROG(send_active_reset, const struct sock *sk, const struct sk_buff *skb)
{
	return skb ? 0 : send(sk, NO_RST_REASON);
}
