/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each program makes of what it sees, and the only way from there to user space. */
#ifndef RESET_BPF_H
#define RESET_BPF_H

#include "meanings.bpf.h"
#include "segment.bpf.h"

/* Where the kernel is: each has its own words for what decide() has to find out. */
enum hook { RECEIVE_RESET, KFREE_SKB, SEND_RESET, REJECT };

struct reset {
	enum hook hook;
	__u32 kind;
	__u32 mistaken; /* the MISTAKEN_ that it proves, or NOTHING */
	__u32 state; /* of the socket */
	struct segment segment; /* without one, the family is the socket's */
	const struct sock *sk; /* NULL: none, or the kernel does not tell */
	const struct net *net; /* without a socket; NULL: nobody knows */
	const struct sk_buff *skb; /* what has come; NULL: nothing, sent on our own */
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1); /* one a possible CPU, set before loading */
	__type(key, __u32);
	__type(value, struct totals);
} totals SEC(".maps");

/*
 * Atomically, although each CPU has its own: a softirq can come in between, with another one of
 * these programs.
 */
static __always_inline void add(struct totals *t, __u32 kind, bool is_ipv6)
{
	if (kind < KINDS)
		__sync_fetch_and_add(
			&t->resets[bound(is_ipv6 ? IPV6_KINDS + kind : kind, ALL_KINDS)], 1);
}

static __always_inline bool is_ours(const struct reset *reset)
{
	const struct net *net = reset->sk ? reset->sk->__sk_common.skc_net.net : reset->net;

	return !net || net->ns.inum == meanings.only_netns;
}

static __always_inline int count(const struct reset *reset)
{
	struct totals *t;
	__u32 cpu;

	if (reset->kind >= KINDS || (meanings.only_netns && !is_ours(reset)))
		return 0;
	cpu = bpf_get_smp_processor_id();
	t = bpf_map_lookup_elem(&totals, &cpu);
	if (!t)
		return 0;
	add(t, reset->kind, reset->segment.is_ipv6);
	add(t, reset->mistaken, reset->segment.is_ipv6);
	return 0;
}

#endif
