/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each program makes of what it sees. */
#ifndef RESET_BPF_H
#define RESET_BPF_H

#include "segment.bpf.h"
#include "tcp_resets.h"

/* Where the kernel is: each has its own words for what decide() has to find out. */
enum hook { RECEIVE_RESET, KFREE_SKB, SEND_RESET, REJECT };

struct reset {
	enum hook hook;
	__u32 kind;
	__u32 mistaken; /* the MISTAKEN_ that it proves, or NOTHING */
	__u32 reason; /* of the hook's own numbers */
	__u32 state; /* of the socket */
	struct segment segment; /* without one, the family is the socket's */
	const struct sock *sk; /* NULL: none, or the kernel does not tell */
	const struct net *net; /* without a socket; NULL: nobody knows */
	const struct sk_buff *skb; /* what has come; NULL: nothing, sent on our own */
};

#endif
