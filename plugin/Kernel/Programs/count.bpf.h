/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The only way from the programs to user space. */
#ifndef COUNT_BPF_H
#define COUNT_BPF_H

#include "budget.bpf.h"
#include "decide.bpf.h"
#include "event.bpf.h"
#include "exclude.bpf.h"

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
	const struct net *net = net_of(reset);

	return !net || net->ns.inum == meanings.only_netns;
}

/*
 * One function for all programs, which keeps each small. Not in kernels before 6.3: what a function
 * reads of its caller's stack their verifiers lose track of (mark_chain_precision()), and then take
 * branches out that are needed.
 */
#ifndef WITHOUT_CASTS
#define SHARED __noinline
#else
#define SHARED __always_inline
#endif

static SHARED int count(struct reset *reset, enum hook hook)
{
	__u64 intentional = 0;
	bool hands_on;
	struct ends ends = {};
	struct totals *t;
	__u32 cpu, role;

	if (meanings.only_netns && !is_ours(reset))
		return 0;
	decide(reset, hook);
	if (reset->kind >= KINDS)
		return 0;
	cpu = bpf_get_smp_processor_id();
	t = bpf_map_lookup_elem(&totals, &cpu);
	if (!t)
		return 0;
	hands_on = meanings.budget && is_in_budget(t, reset, hook);
	if (hands_on || meanings.excludable) {
		role = role_of(reset);
		ends_of(reset, &ends);
		intentional = excluded(reset, &ends, role);
		/* First, so that what is in the totals and not among the events is lost. */
		if (hands_on)
			hand_on(reset, hook, &ends, role, intentional & EXCLUDES_RESET, cpu);
	}
	add(t, intentional & EXCLUDES_RESET ? EXCLUDED : reset->kind, reset->segment.is_ipv6);
	add(t, intentional & EXCLUDES_MISTAKE ? MISTAKEN_EXCLUDED : reset->mistaken,
	    reset->segment.is_ipv6);
	return 0;
}

#endif
