/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Who a reset was between, and which side this host was. */
#ifndef ENDS_BPF_H
#define ENDS_BPF_H

#include "reset.bpf.h"
#include "socket.bpf.h"

/* A field of a structure that is larger than the one the kernel has named the pointer by. */
#ifndef WITHOUT_CASTS
#define FIELD(pointer, type, field) (CAST(pointer, type)->field)
#else
#define FIELD(pointer, type, field) BPF_CORE_READ((const type *)(pointer), field)
#endif

static __always_inline void map_ipv4(__be32 *address, __be32 ipv4)
{
	address[0] = 0;
	address[1] = 0;
	address[2] = bpf_htonl(0xffff);
	address[3] = ipv4;
}

#ifndef WITHOUT_CASTS
static __always_inline void read_ends(const struct segment *segment, struct ends *ends)
{
	__be32 ports = CAST(segment->tcp, union tcp_word_hdr)->words[0];

	if (segment->is_ipv6) {
		const struct ipv6hdr *ip = CAST(segment->ip, struct ipv6hdr);

		for (int i = 0; i < 4; i++) {
			ends->peer[i] = ip->saddr.in6_u.u6_addr32[i];
			ends->local[i] = ip->daddr.in6_u.u6_addr32[i];
		}
	} else {
		const struct iphdr *ip = CAST(segment->ip, struct iphdr);

		map_ipv4(ends->peer, ip->saddr);
		map_ipv4(ends->local, ip->daddr);
	}
	ends->peer_port = bpf_ntohl(ports) >> 16;
	ends->local_port = bpf_ntohl(ports);
}
#else
static __always_inline void read_ends(const struct segment *segment, struct ends *ends)
{
	__be32 addresses[2] = {};
	__be16 ports[2] = {};

	if (segment->is_ipv6) {
		bpf_probe_read_kernel(&ends->peer, sizeof(ends->peer) + sizeof(ends->local),
				      segment->ip + IPV6_SOURCE);
	} else {
		bpf_probe_read_kernel(addresses, sizeof(addresses), segment->ip + IPV4_SOURCE);
		map_ipv4(ends->peer, addresses[0]);
		map_ipv4(ends->local, addresses[1]);
	}
	bpf_probe_read_kernel(ports, sizeof(ports), segment->tcp);
	ends->peer_port = bpf_ntohs(ports[0]);
	ends->local_port = bpf_ntohs(ports[1]);
}
#endif

/*
 * Of a full socket. Once closed it may have given its port back, which leaves skc_num at 0
 * (inet_put_port()), not inet_sport.
 */
static __always_inline void ends_of_socket(const struct sock *sk, bool is_ipv6, struct ends *ends)
{
	const struct sock_common *common = &sk->__sk_common;

	if (is_ipv6) {
		for (int i = 0; i < 4; i++) {
			ends->peer[i] = common->skc_v6_daddr.in6_u.u6_addr32[i];
			ends->local[i] = common->skc_v6_rcv_saddr.in6_u.u6_addr32[i];
		}
	} else {
		map_ipv4(ends->peer, common->skc_daddr);
		map_ipv4(ends->local, common->skc_rcv_saddr);
	}
	ends->peer_port = bpf_ntohs(common->skc_dport);
	ends->local_port = bpf_ntohs(FIELD(sk, struct inet_sock, inet_sport));
}

static __always_inline void ends_of(const struct reset *reset, struct ends *ends)
{
	/* The source of a segment that has come is the peer. */
	if (reset->segment.ip)
		read_ends(&reset->segment, ends);
	else if (reset->full)
		ends_of_socket(reset->full, reset->segment.is_ipv6, ends);
}

/*
 * Whether a connection begins with a SYN of ours, where the queue of its listener has no room at
 * all, listen(0), so that sk_max_ack_backlog does not tell. The peer has acknowledged data, a FIN,
 * and, then, our SYN: tcp_ack() counts it, while an accepted socket begins behind it
 * (tcp_create_openreq_child()).
 */
static __always_inline bool has_sent_syn(const struct sock *sk, __u32 state)
{
	__u32 in_flight = FIELD(sk, struct tcp_sock, snd_nxt) - FIELD(sk, struct tcp_sock, snd_una);
	__u64 sent =
		FIELD(sk, struct tcp_sock, bytes_sent) - FIELD(sk, struct tcp_sock, bytes_retrans);
	__u64 beside_data = FIELD(sk, struct tcp_sock, bytes_acked) + in_flight - sent;
	bool has_sent_fin =
		(state == TCP_FIN_WAIT1 || state == TCP_FIN_WAIT2 || state == TCP_CLOSING ||
		 state == TCP_LAST_ACK) &&
		FIELD(sk, struct tcp_sock, snd_nxt) == FIELD(sk, struct tcp_sock, write_seq);

	return beside_data > has_sent_fin;
}

/*
 * An accepted socket has its listener's sk_max_ack_backlog, one that has connected none. Where
 * there is no socket, a SYN makes this host the one that is asked.
 */
static __always_inline __u32 role_of(const struct reset *reset)
{
	if (reset->state == TCP_SYN_SENT)
		return CLIENT;
	if (reset->state == TCP_LISTEN || reset->state == TCP_NEW_SYN_RECV)
		return SERVER;
	if (reset->full) {
		if (reset->full->sk_max_ack_backlog)
			return SERVER;
		/* tcp_done() has just put it from there to CLOSE: AFTER_CLOSE in decide(). */
		return has_sent_syn(reset->full, reset->mistaken == MISTAKEN_CLOSING ?
							 TCP_FIN_WAIT1 :
							 reset->state) ?
			       CLIENT :
			       SERVER;
	}
	if (reset->segment.ip && (reset->segment.flags & (FLAG_SYN | FLAG_ACK)) == FLAG_SYN &&
	    !reset->sk)
		return SERVER;
	return UNKNOWN_ROLE;
}

#endif
