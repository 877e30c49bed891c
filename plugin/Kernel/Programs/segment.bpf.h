/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What of a segment is read, and by which means: probe_ by a helper that copies memory, some 40 ns
 * each time, cast_ by the processor's own loads, which newer kernels allow.
 */
#ifndef SEGMENT_BPF_H
#define SEGMENT_BPF_H

#include "kernel_types.h"

struct segment {
	bool is_ipv6;
	__u8 flags;
	const unsigned char *ip, *tcp; /* where its headers are; NULL without a segment */
};

#define FLAG_SYN 0x02
#define FLAG_RST 0x04
#define FLAG_ACK 0x10

/* RFC 791, section 3.1, without options; RFC 8200, section 3; RFC 9293, section 3.1. */
#define IPV4_HEADER   20
#define IPV4_FRAGMENT 6
#define IPV4_OFFSET   0x1fff
#define IPV4_PROTOCOL 9
#define IPV4_SOURCE   12
#define IPV6_HEADER   40
#define IPV6_NEXT     6
#define IPV6_SOURCE   8
#define IPV6_OFFSET   0xfff8
#define TCP_FLAGS     13

/*
 * Since 6.2 (kernel/bpf/helpers.c): what is at an address, as a structure of the kernel's. Older
 * kernels have no such function, and are not given the programs that use it. Nor may these so much
 * as name it: libbpf would look for it in the modules, too (find_ksym_btf_id()), which takes
 * CAP_SYS_ADMIN.
 */
#ifndef WITHOUT_CASTS
extern void *bpf_rdonly_cast(const void *obj__ign, __u32 btf_id__k) __ksym;
#else
#define bpf_rdonly_cast(object, type) (object)
#endif

#define CAST(address, type) ((const type *)bpf_rdonly_cast(address, bpf_core_type_id_kernel(type)))

/*
 * A pointer in an object that the kernel vouches for. Of each of these the verifier asks whether it
 * vouches for that, too, and looks through the names of all its types several times, on each way
 * that leads there (btf_nested_type_is_trusted()): 34 of the 129 ms that a start took.
 */
#ifndef WITHOUT_CASTS
#define POINTER_IN(object, type, field) (CAST(object, type)->field)
#else
#define POINTER_IN(object, type, field) ((object)->field)
#endif

/* In the fourth word of the header. */
static __always_inline __u8 cast_flags(const unsigned char *tcp)
{
	return bpf_ntohl(CAST(tcp, union tcp_word_hdr)->words[3]) >> 16;
}

static __always_inline __u8 probe_byte(const unsigned char *address)
{
	__u8 byte = 0;

	bpf_probe_read_kernel(&byte, sizeof(byte), address);
	return byte;
}

/* All but the first fragment of a datagram have no TCP header: what looks like one is data. */
static __always_inline bool probe_later_fragment(const unsigned char *field, __u16 offset)
{
	__be16 fragment = 0;

	bpf_probe_read_kernel(&fragment, sizeof(fragment), field);
	return fragment & bpf_htons(offset);
}

/*
 * How far behind an IPv6 header the TCP header is, through the extension headers (RFC 8200, section
 * 4), of which four are more than anybody sends; 0 if there is none. The second byte of each is its
 * length (RFC 4302, section 2.2, for AH). A function of its own, since in each path through it
 * older verifiers would look at all that follows.
 */
static __noinline __u32 probe_extension_headers(const unsigned char *ipv6)
{
	__u8 protocol = probe_byte(ipv6 + IPV6_NEXT), next[2];
	__u32 at = IPV6_HEADER;

#pragma clang loop unroll(disable)
	for (int i = 0; i < 4 && protocol != IPPROTO_TCP; i++) {
		if (protocol != IPPROTO_HOPOPTS && protocol != IPPROTO_ROUTING &&
		    protocol != IPPROTO_FRAGMENT && protocol != IPPROTO_AH &&
		    protocol != IPPROTO_DSTOPTS)
			return 0;
		if (protocol == IPPROTO_FRAGMENT &&
		    probe_later_fragment(ipv6 + at + 2, IPV6_OFFSET))
			return 0;
		if (bpf_probe_read_kernel(next, sizeof(next), ipv6 + at))
			return 0;
		at += protocol == IPPROTO_FRAGMENT ? 8 :
		      protocol == IPPROTO_AH	   ? (next[1] + 2) * 4 :
						     (next[1] + 1) * 8;
		protocol = next[0];
	}
	return protocol == IPPROTO_TCP ? at : 0;
}

/*
 * Whether the IP layer has found the place of the TCP header (skb_transport_header_was_set()).
 * Copies for packet sockets have it where the IP header is.
 */
static __always_inline bool has_transport(__u32 network, __u32 transport, __be16 protocol)
{
	return transport != 0xffff && transport > network &&
	       (protocol == bpf_htons(ETH_P_IP) || protocol == bpf_htons(ETH_P_IPV6));
}

/* Of a packet that may be anything. One reading is enough for nearly all. */
static __always_inline bool probe_segment(const struct sk_buff *skb, struct segment *segment)
{
	__u32 network = skb->network_header, transport = skb->transport_header;
	__be16 protocol = skb->protocol;
	const unsigned char *head = skb->head;
	struct {
		__u8 before[IPV6_HEADER], tcp[TCP_FLAGS + 1];
	} headers;

	if (!has_transport(network, transport, protocol) ||
	    bpf_probe_read_kernel(&headers, sizeof(headers), head + transport - IPV6_HEADER))
		return false;
	segment->is_ipv6 = protocol == bpf_htons(ETH_P_IPV6);
	segment->flags = headers.tcp[TCP_FLAGS];
	segment->ip = head + network;
	segment->tcp = head + transport;
	if (!segment->is_ipv6 && transport - network == IPV4_HEADER)
		return headers.before[IPV6_HEADER - IPV4_HEADER + IPV4_PROTOCOL] == IPPROTO_TCP;
	if (!segment->is_ipv6)
		return probe_byte(head + network + IPV4_PROTOCOL) == IPPROTO_TCP;
	if (transport - network == IPV6_HEADER)
		return headers.before[IPV6_NEXT] == IPPROTO_TCP;
	return probe_extension_headers(head + network) == transport - network;
}

/*
 * The same before the extension headers are taken off, until which the place of the TCP header is
 * theirs (ip6_rcv_core()), and before fragments are put together.
 */
static __always_inline bool probe_segment_before_reassembly(const struct sk_buff *skb,
							    struct segment *segment)
{
	const unsigned char *network = skb->head + skb->network_header;
	__u32 at;

	if (skb->protocol != bpf_htons(ETH_P_IPV6))
		return !probe_later_fragment(network + IPV4_FRAGMENT, IPV4_OFFSET) &&
		       probe_segment(skb, segment);
	at = probe_extension_headers(network);
	segment->is_ipv6 = true;
	segment->flags = probe_byte(network + at + TCP_FLAGS);
	segment->ip = network;
	segment->tcp = network + at;
	return at;
}

/* As probe_segment(). */
static __always_inline bool cast_segment(const struct sk_buff *skb, struct segment *segment)
{
	__u32 network = skb->network_header, transport = skb->transport_header;
	__be16 protocol = skb->protocol;
	const unsigned char *head = skb->head;

	if (!has_transport(network, transport, protocol))
		return false;
	segment->is_ipv6 = protocol == bpf_htons(ETH_P_IPV6);
	if (!segment->is_ipv6) {
		if (CAST(head + network, struct iphdr)->protocol != IPPROTO_TCP)
			return false;
	} else if (transport - network == IPV6_HEADER) {
		if (CAST(head + network, struct ipv6hdr)->nexthdr != IPPROTO_TCP)
			return false;
	} else if (probe_extension_headers(head + network) != transport - network) {
		return false;
	}
	segment->flags = cast_flags(head + transport);
	segment->ip = head + network;
	segment->tcp = head + transport;
	return true;
}

/* Of a packet that TCP has taken in. */
static __always_inline void find_tcp(const struct sk_buff *skb, struct segment *segment)
{
	segment->is_ipv6 = skb->protocol == bpf_htons(ETH_P_IPV6);
	segment->ip = skb->head + skb->network_header;
	segment->tcp = skb->head + skb->transport_header;
}

static __always_inline void probe_tcp(const struct sk_buff *skb, struct segment *segment)
{
	find_tcp(skb, segment);
	segment->flags = probe_byte(segment->tcp + TCP_FLAGS);
}

static __always_inline void cast_tcp(const struct sk_buff *skb, struct segment *segment)
{
	find_tcp(skb, segment);
	segment->flags = cast_flags(segment->tcp);
}

/* Of a packet that a bridge or a device has taken in, if a rule there answers it. */
static __always_inline void find_below(const struct sk_buff *skb, bool is_ipv6,
				       struct segment *segment)
{
	const unsigned char *network = skb->head + skb->network_header;

	segment->is_ipv6 = is_ipv6;
	segment->ip = network;
	segment->tcp = network + (is_ipv6 ? probe_extension_headers(network) :
					    (probe_byte(network) & 0xf) * 4);
	segment->flags = probe_byte(segment->tcp + TCP_FLAGS);
}

#endif
