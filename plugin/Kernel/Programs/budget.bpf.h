/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What a flood may cost: each CPU hands on so many events in a slice of time, above which only the
 * totals move.
 */
#ifndef BUDGET_BPF_H
#define BUDGET_BPF_H

#include "meanings.bpf.h"
#include "reset.bpf.h"

static __always_inline __u32 low_half(const void *pointer)
{
	return (__u32)(unsigned long)pointer;
}

/*
 * Whether a reset is to be handed on. What proves that another one was none must be, if that one
 * was: it came just before, on this CPU. A softirq that comes in between can make it one more or
 * less, which does no harm.
 */
static __always_inline bool is_in_budget(struct totals *t, const struct reset *reset,
					 enum hook hook)
{
	__u64 now = bpf_jiffies64();

	if (hook == SEND_RESET && reset->mistaken != NOTHING &&
	    t->received_at == low_half(reset->sk)) {
		t->received_at = 0;
		return true;
	}
	if (now - t->slice_began >= meanings.slice) {
		t->slice_began = now;
		t->events_left = meanings.budget;
	}
	if (!t->events_left)
		return false;
	t->events_left--;
	if (hook == RECEIVE_RESET)
		t->received_at = low_half(reset->sk);
	return true;
}

#endif
