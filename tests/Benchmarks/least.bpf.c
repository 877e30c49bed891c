// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * The least that counts, where the plugin's programs are: it finds the totals of its CPU, in memory
 * that user space maps, and adds one there. With -DHANDS_ON, the least that hands on an event, too:
 * it reserves one, clears it and submits it. Both look at nothing of what has happened.
 */
#include "../../plugin/Kernel/Programs/tcp_resets.h"

char LICENSE[] SEC("license") = "GPL";

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1); /* one a possible CPU, set before loading */
	__type(key, __u32);
	__type(value, struct totals);
} totals SEC(".maps");

#ifdef HANDS_ON
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 512 * 1024); /* RingSize in KernelEvents.cs */
} events SEC(".maps");

static __always_inline void hand_on(void)
{
	struct event *event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);

	if (!event)
		return;
	__builtin_memset(event, 0, sizeof(*event));
	bpf_ringbuf_submit(event, BPF_RB_NO_WAKEUP);
}
#else
static __always_inline void hand_on(void)
{
}
#endif

static __always_inline int count(enum kind kind)
{
	__u32 cpu = bpf_get_smp_processor_id();
	struct totals *t = bpf_map_lookup_elem(&totals, &cpu);

	if (!t)
		return 0;
	hand_on();
	__sync_fetch_and_add(&t->resets[kind], 1);
	return 0;
}

SEC("tp_btf/tcp_receive_reset")
int receive(void *ctx)
{
	return count(RECEIVED_REFUSED);
}

SEC("tp_btf/tcp_send_reset")
int send(void *ctx)
{
	return count(SENT_CLOSED_PORT);
}

SEC("tp_btf/kfree_skb")
int drop(void *ctx)
{
	return count(IGNORED_STRAY);
}
