/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the tables cannot tell. */
#ifndef DECIDE_BPF_H
#define DECIDE_BPF_H

#include "embryonic_rsts.bpf.h"
#include "provocation.bpf.h"
#include "reset.bpf.h"

/*
 * Decides where reason, state and segment are not enough.
 *
 * ENDS_MINI: a reset has met a mini socket. It was received if that has ended it, which
 * inet_twsk_kill() then takes out of the hash table.
 *
 * ENDS_REQUEST: a reset has met a request socket, likewise (reqsk_queue_unlink()). A drop shows the
 * listener in its place.
 *
 * ANSWERED: a segment has met no socket. tcp_v4_rcv() calls tcp_v4_send_reset(), which answers all
 * but resets, right before the drop.
 *
 * AFTER_CLOSE: a segment has come for a connection that takes in no more data:
 * tcp_rcv_state_process() has ended it, and answers by a reset. Where it was data, it has called
 * tcp_reset() although no reset was received, and that has been counted; nothing that
 * tcp_receive_reset shows tells the two apart, and this is the same segment's next event.
 * tcp_reset() leaves its error in the socket, EPIPE in CLOSE-WAIT and ECONNRESET in FIN-WAIT,
 * CLOSING and LAST-ACK, which tcp_done() alone does not. SOCK_DONE is tcp_fin()'s: then the data
 * stood behind the peer's own FIN (RFC 9293, section 3.10.7.4, seventh). Or it was the ACK of our
 * FIN, and we shall not wait for the peer's (TCP_LINGER2 below 0).
 */
static __always_inline void decide(struct reset *reset, enum hook hook)
{
	const struct sock *sk = reset->sk, *full = reset->full;

	/* tcp_check_req() has answered a segment, and ends the request socket right after that. */
	if (hook == SEND_RESET && reset->skb && sk && meanings.embryonic_rsts &&
	    reset->reason == meanings.invalid_syn && reset->state == TCP_LISTEN)
		note_ended_request(sk);
	if (reset->kind < KINDS)
		return;
	if (hook == SEND_RESET && reset->kind == AFTER_CLOSE && full && reset->skb) {
		reset->kind = SENT_LATE_DATA;
		if (full->sk_err == ECONNRESET || full->sk_err == EPIPE) {
			reset->mistaken =
				full->sk_err == EPIPE ? MISTAKEN_ESTABLISHED : MISTAKEN_CLOSING;
			if (has_flag(full, bpf_core_enum_value(enum sock_flags, SOCK_DONE)))
				reset->kind = SENT_INVALID;
		} else if (BPF_CORE_READ((const struct tcp_sock *)full, linger2) < 0) {
			reset->kind = SENT_ABORTED;
		}
	} else if (hook == KFREE_SKB && reset->kind == ANSWERED) {
		if (reset->segment.flags & FLAG_RST)
			reset->kind = IGNORED_STRAY;
		else if (reset->skb && came_for_us_alone(reset->skb, reset->segment.is_ipv6))
			reset->kind = provocation_by(&reset->segment) == SYN ? SENT_CLOSED_PORT :
									       SENT_HALF_OPEN;
	} else if (hook == KFREE_SKB && reset->kind == ENDS_MINI && sk) {
		if (reset->state == MINI_FIN_WAIT2)
			reset->kind = is_unhashed(sk) ? RECEIVED_CLOSING : IGNORED_OUT_OF_WINDOW;
		else
			reset->kind = is_unhashed(sk) ? RECEIVED_TIME_WAIT : IGNORED_TIME_WAIT;
	} else if (hook == KFREE_SKB && reset->kind == ENDS_REQUEST && sk) {
		if (reset->state == TCP_LISTEN ? has_ended_request(sk) : is_unhashed(sk))
			reset->kind = RECEIVED_HANDSHAKE;
		else
			reset->kind = IGNORED_OUT_OF_WINDOW;
	}
}

#endif
