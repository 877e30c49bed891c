/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the programs count, and for whom. */
#ifndef TOTALS_BPF_H
#define TOTALS_BPF_H

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);		/* one a possible CPU, set before loading */
	__type(key, __u32);
	__type(value, struct totals);
} totals SEC(".maps");

/* An index as the verifier wants it, below a power of two: a comparison the compiler may turn into one that it does not understand. */
static __always_inline __u32 bound(__u32 index, __u32 size)
{
	barrier_var(index);
	return index & (size - 1);
}

/* Adds atomically, although each CPU has its own: a softirq can come in between, with another one of these programs. */
static __always_inline void add(__u32 kind, bool is_ipv6, __s64 resets)
{
	__u32 cpu = bpf_get_smp_processor_id();
	struct totals *t;

	if (kind >= KINDS)
		return;
	t = bpf_map_lookup_elem(&totals, &cpu);
	if (t)
		__sync_fetch_and_add(&t->resets[bound(is_ipv6 ? IPV6_KINDS + kind : kind, ALL_KINDS)], resets);
}

static __always_inline bool is_counted(const struct net *net)
{
	return !meanings.only_netns || net->ns.inum == meanings.only_netns;
}

#endif
