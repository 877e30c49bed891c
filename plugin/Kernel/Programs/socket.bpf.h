/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a socket tells. */
#ifndef SOCKET_BPF_H
#define SOCKET_BPF_H

#include "tcp_resets.h"

/* An IPv4-mapped address means IPv4 packets (RFC 4291, section 2.5.5.2). */
static __always_inline bool speaks_ipv6(const struct sock *sk)
{
	const struct in6_addr *peer = &sk->__sk_common.skc_v6_daddr;

	return bpf_core_field_exists(sk->__sk_common.skc_v6_daddr) &&
	       sk->__sk_common.skc_family == AF_INET6 &&
	       (peer->in6_u.u6_addr32[2] != bpf_htonl(0xffff) || peer->in6_u.u6_addr32[1] ||
		peer->in6_u.u6_addr32[0]);
}

static __always_inline __u32 state_of(const struct sock *sk)
{
	__u32 state;

	if (!sk)
		return NO_SOCKET;
	state = sk->__sk_common.skc_state;
	if (state == TCP_TIME_WAIT &&
	    BPF_CORE_READ((struct inet_timewait_sock *)sk, tw_substate) == TCP_FIN_WAIT2)
		return MINI_FIN_WAIT2;
	return state;
}

/* Neither a mini socket, nor a request socket, nor none: those have no more than sock_common. */
static __always_inline bool is_full(__u32 state)
{
	return state != NO_SOCKET && state != UNKNOWN_STATE && state != TCP_TIME_WAIT &&
	       state != MINI_FIN_WAIT2 && state != TCP_NEW_SYN_RECV;
}

static __always_inline bool has_flag(const struct sock *sk, __u64 flag)
{
	return sk->__sk_common.skc_flags & (1UL << flag);
}

static __always_inline bool is_unhashed(const struct sock *sk)
{
	return !BPF_CORE_READ(sk, __sk_common.skc_nulls_node.pprev);
}

#endif
