/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the operator calls intentional. */
#ifndef EXCLUDE_BPF_H
#define EXCLUDE_BPF_H

#include "ends.bpf.h"
#include "meanings.bpf.h"

/* Which is nobody's: what a side that did not serve is asked for. */
#define NO_PORT	  0x10000
#define PORT_BITS 17

#define EXCLUDES_RESET	 1
#define EXCLUDES_MISTAKE 2 /* the received one that it proves to have been none */

/*
 * The highest bit of what this returns is 0 if a number is 0, else 1. Without a branch, which a
 * verifier would follow both ways with each rule.
 */
static __always_inline __u64 unless_0(__u64 number)
{
	__u64 negative = -number;

	barrier_var(negative);
	return number | negative;
}

/* Of an address. */
static __always_inline __u64 half(const volatile __be32 *words)
{
	return (__u64)words[0] << 32 | words[1];
}

/*
 * Which of two kinds some rule excludes. A global function of numbers alone, since the verifier
 * looks at it by itself and once: with all that can come before, 64 rules are too much for it.
 *
 * kinds: a bit for that of the reset, and from bit 32 on for that of the mistake.
 * ports: that of this host, that of the peer, either NO_PORT if that side has not served, and the
 * bit of the family, in PORT_BITS each.
 */
__noinline __u64 excludes(__u64 kinds, __u64 ports, __u64 peer_first, __u64 peer_last)
{
	__u64 local_port = ports & ((1 << PORT_BITS) - 1);
	__u64 peer_port = ports >> PORT_BITS & ((1 << PORT_BITS) - 1);
	__u64 family = ports >> (2 * PORT_BITS);
	__u64 no_rule = ~0ULL, no_rule_of_mistake = ~0ULL;

#pragma clang loop unroll(disable)
	for (__u32 i = 0; i < EXCLUSIONS && i < meanings.exclusion_count; i++) {
		const volatile struct exclusion *rule = &meanings.exclusions[bound(i, EXCLUSIONS)];
		__u64 port = rule->port, others = ~(__u64)rule->kinds, difference;

		/* Below 2^51, and 0 if one of the three is. */
		difference = port * (port - local_port) * (port - peer_port);
		difference |= family & ~(__u64)rule->families;
		difference |= (peer_first ^ half(rule->peer)) & half(rule->mask);
		difference |= (peer_last ^ half(rule->peer + 2)) & half(rule->mask + 2);
		no_rule &= unless_0(difference | (kinds & others & 0xffffffff));
		no_rule_of_mistake &= unless_0(difference | (kinds >> 32 & others));
	}
	return (no_rule >> 63 ? 0 : EXCLUDES_RESET) |
	       (no_rule_of_mistake >> 63 ? 0 : EXCLUDES_MISTAKE);
}

static __always_inline __u64 mistaken_bit(const struct reset *reset)
{
	return reset->mistaken == MISTAKEN_CLOSING     ? 1 << RECEIVED_CLOSING :
	       reset->mistaken == MISTAKEN_ESTABLISHED ? 1 << RECEIVED_ESTABLISHED :
							 0;
}

/* Where it is not known which side has served, either port may be the service's. */
static __always_inline __u64 excluded(const struct reset *reset, const struct ends *ends,
				      __u32 role)
{
	__u64 local_port = role != CLIENT ? ends->local_port : NO_PORT;
	__u64 peer_port = role != SERVER ? ends->peer_port : NO_PORT;
	__u64 family = reset->segment.is_ipv6 ? 2 : 1;
	__u64 kind = reset->kind < 32 ? 1U << (reset->kind & 31) : 0;
	__u64 mistaken = mistaken_bit(reset);

	if (!(meanings.excludable & (kind | mistaken)))
		return 0;
	return excludes(kind | mistaken << 32,
			local_port | peer_port << PORT_BITS | family << (2 * PORT_BITS),
			half(ends->peer), half(ends->peer + 2)) &
	       ((kind ? EXCLUDES_RESET : 0) | (mistaken ? EXCLUDES_MISTAKE : 0));
}

#endif
