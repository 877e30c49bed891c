/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each program makes of what it sees. */
#ifndef RESET_BPF_H
#define RESET_BPF_H

#include "segment.bpf.h"
#include "tcp_resets.h"

/* Where the kernel is: each has its own words for what decide() has to find out. */
enum hook { RECEIVE_RESET, KFREE_SKB, SEND_RESET, REJECT };

struct reset {
	__u32 kind;
	__u32 mistaken; /* the MISTAKEN_ that it proves, or NOTHING */
	__u32 reason; /* of the hook's own numbers */
	__u32 state; /* of the socket */
	struct segment segment; /* without one, the family is the socket's */
	const struct sock *sk; /* of any kind; NULL: none, or the kernel does not tell */
	const struct sock *full; /* the same, if it is a full one: no mini socket, no request */
	const struct sock *listener; /* of a request socket, which tells less */
	const struct net *net; /* without a socket; NULL: nobody knows */
	const struct sk_buff *skb; /* what has come; NULL: nothing, sent on our own */
};

/*
 * The network namespace; NULL: nobody knows. With the barrier one load does not serve both kinds of
 * pointers, which the verifier would refuse.
 */
static __always_inline const struct net *net_of(const struct reset *reset)
{
	const struct net *net = reset->net;

	barrier_var(net);
	if (reset->sk)
		net = POINTER_IN(reset->sk, struct sock, __sk_common.skc_net.net);
	return net;
}

#endif
