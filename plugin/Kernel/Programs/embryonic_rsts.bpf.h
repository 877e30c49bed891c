/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Whether a reset has ended a request socket, where only the counter EmbryonicRsts of this CPU and
 * network namespace tells.
 */
#ifndef EMBRYONIC_RSTS_BPF_H
#define EMBRYONIC_RSTS_BPF_H

#include "meanings.bpf.h"

/* What EmbryonicRsts was when a reset met a request socket last. */
struct counter_at {
	const struct net *net;
	__u64 cpu;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct counter_at);
	__type(value, __u64);
} embryonic_rsts SEC(".maps");

/* Its value is not used: where it is tells where a CPU has its variables. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} landmark SEC(".maps");

/* A pointer as a number: the verifier allows no arithmetic on some. */
static __always_inline __u64 number_of(const void *pointer)
{
	__u64 number = 0;

	bpf_probe_read_kernel(&number, sizeof(number), &pointer);
	return number;
}

/*
 * EmbryonicRsts of this CPU. A per-CPU pointer of the kernel's becomes an address by adding the
 * distance at which this CPU's variables are (__per_cpu_offset), the same for all: the one from the
 * map's per-CPU pointer to what a lookup gives.
 */
static __always_inline __u64 count_embryonic_rsts(const struct net *net)
{
	struct linux_mib *mib = BPF_CORE_READ(net, mib.net_statistics);
	struct bpf_array *array = (struct bpf_array *)number_of(&landmark);
	__u64 count = 0, distance;
	__u32 zero = 0;

	distance = number_of(bpf_map_lookup_elem(&landmark, &zero)) -
		   (__u64)BPF_CORE_READ(array, pptrs[0]);
	bpf_probe_read_kernel(&count, sizeof(count),
			      (void *)&mib->mibs[meanings.embryonic_rsts] + distance);
	return count;
}

static __always_inline void note_embryonic_rsts(const struct net *net, __u64 count)
{
	struct counter_at key = { .net = net, .cpu = bpf_get_smp_processor_id() };

	bpf_map_update_elem(&embryonic_rsts, &key, &count, BPF_ANY);
}

/*
 * A reset in SYN-RECEIVED ends it if its sequence number is exact; else, in newer kernels, it is
 * answered by a challenge ACK, and the drop looks the same (tcp_check_req()); in 6.12 so does that
 * of one out of the window. Only EmbryonicRsts has grown, or not. Where this namespace has none on
 * this CPU, this one cannot be one; where it is the first one to be seen, it is taken for one.
 */
static __always_inline bool has_ended_request(const struct sock *listener)
{
	const struct net *net = listener->__sk_common.skc_net.net;
	struct counter_at key = { .net = net, .cpu = bpf_get_smp_processor_id() };
	__u64 count, *before;
	bool grown;

	if (!meanings.embryonic_rsts)
		return true;
	count = count_embryonic_rsts(net);
	before = bpf_map_lookup_elem(&embryonic_rsts, &key);
	grown = before ? count != *before : count != 0;
	note_embryonic_rsts(net, count);
	return grown;
}

/* A request socket is about to be ended by something else than a reset. */
static __always_inline void note_ended_request(const struct sock *listener)
{
	const struct net *net = listener->__sk_common.skc_net.net;

	note_embryonic_rsts(net, count_embryonic_rsts(net) + 1);
}

#endif
