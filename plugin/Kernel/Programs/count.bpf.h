/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only way from the programs to user space. */
#ifndef COUNT_BPF_H
#define COUNT_BPF_H

#include "decide.bpf.h"
#include "meanings.bpf.h"
#include "reset.bpf.h"

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

static __always_inline int count(struct reset *reset)
{
	struct totals *t;
	__u32 cpu;

	if (meanings.only_netns && !is_ours(reset))
		return 0;
	decide(reset);
	if (reset->kind >= KINDS)
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
