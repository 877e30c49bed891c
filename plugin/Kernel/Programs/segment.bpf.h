/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The TCP header of a packet. */
#ifndef SEGMENT_BPF_H
#define SEGMENT_BPF_H

/* As much of a TCP header as is read (RFC 9293, section 3.1). */
struct segment {
	__be16 source, dest;
	__be32 seq, ack_seq;
	__u8 offset, flags;
};

/* RFC 791, section 3.1, without options; RFC 8200, section 3. */
#define IPV4_HEADER	20
#define IPV4_FRAGMENT	6
#define IPV4_OFFSET	0x1fff
#define IPV4_PROTOCOL	9
#define IPV6_HEADER	40
#define IPV6_NEXT	6
#define IPV6_OFFSET	0xfff8

#define FLAG_SYN	0x02
#define FLAG_RST	0x04
#define FLAG_ACK	0x10

/* Bytes of an extension header, of which the length is its second byte (RFC 8200, section 4; RFC 4302, section 2.2). */
static __always_inline __u32 extension_length(__u8 protocol, __u8 length)
{
	return protocol == IPPROTO_FRAGMENT ? 8 : protocol == IPPROTO_AH ? (length + 2) * 4 : (length + 1) * 8;
}

/* The header before the TCP header, and, in IPv6, what lies between. */
static __always_inline __u8 read_protocol(const unsigned char *network, __u32 length, bool is_ipv6)
{
	__u32 at = IPV6_HEADER;
	__u8 protocol = 0, next[2];

	bpf_probe_read_kernel(&protocol, sizeof(protocol), network + (is_ipv6 ? IPV6_NEXT : IPV4_PROTOCOL));
	/* Through the extension headers (RFC 8200, section 4), of which four are more than anybody sends. */
	for (int i = 0; i < 4 && is_ipv6 && at < length; i++) {
		if (bpf_probe_read_kernel(next, sizeof(next), network + at))
			return 0;
		at += extension_length(protocol, next[1]);
		protocol = next[0];
	}
	return protocol;
}

/*
 * Reads the TCP header of a packet in which the IP layer has found its place (skb_transport_header_was_set()). Copies for packet
 * sockets have it where the IP header is. One reading is enough for nearly all packets, and readings are what costs.
 */
static __always_inline bool read_segment(const struct sk_buff *skb, bool *is_ipv6, struct segment *segment)
{
	__u32 network = skb->network_header, transport = skb->transport_header, length = transport - network;
	const unsigned char *head = skb->head;
	struct {
		__u8 before[IPV6_HEADER];
		struct segment tcp;
	} headers;
	__u8 protocol;

	if (transport == 0xffff || transport <= network)
		return false;
	*is_ipv6 = skb->protocol == bpf_htons(ETH_P_IPV6);
	if (!*is_ipv6 && skb->protocol != bpf_htons(ETH_P_IP))
		return false;
	if (bpf_probe_read_kernel(&headers, sizeof(headers), head + transport - sizeof(headers.before)))
		return false;
	if (*is_ipv6 && length == IPV6_HEADER)
		protocol = headers.before[IPV6_NEXT];
	else if (!*is_ipv6 && length == IPV4_HEADER)
		protocol = headers.before[IPV6_HEADER - IPV4_HEADER + IPV4_PROTOCOL];
	else
		protocol = read_protocol(head + network, length, *is_ipv6);
	*segment = headers.tcp;
	return protocol == IPPROTO_TCP;
}

/* All but the first fragment of a datagram have no TCP header, and what looks like one is data. */
static __always_inline bool is_later_fragment(const unsigned char *field, __be16 offset)
{
	__be16 fragment = 0;

	bpf_probe_read_kernel(&fragment, sizeof(fragment), field);
	return fragment & offset;
}

/*
 * As read_segment(), but before the extension headers are taken off: until then, the place of the TCP header is theirs (ip6_rcv_core()).
 * Nor are fragments put together yet.
 */
static __always_inline bool find_segment(const struct sk_buff *skb, bool *is_ipv6, struct segment *segment)
{
	const unsigned char *network = skb->head + skb->network_header;
	__u32 at = IPV6_HEADER;
	__u8 protocol = 0, next[2];

	if (skb->protocol == bpf_htons(ETH_P_IP) && is_later_fragment(network + IPV4_FRAGMENT, bpf_htons(IPV4_OFFSET)))
		return false;
	if (read_segment(skb, is_ipv6, segment))
		return true;
	if (skb->protocol != bpf_htons(ETH_P_IPV6))
		return false;
	*is_ipv6 = true;
	bpf_probe_read_kernel(&protocol, sizeof(protocol), network + IPV6_NEXT);
	for (int i = 0; i < 4 && protocol != IPPROTO_TCP; i++) {
		if (protocol != IPPROTO_HOPOPTS && protocol != IPPROTO_ROUTING && protocol != IPPROTO_FRAGMENT && protocol != IPPROTO_AH && protocol != IPPROTO_DSTOPTS)
			return false;
		if (protocol == IPPROTO_FRAGMENT && is_later_fragment(network + at + 2, bpf_htons(IPV6_OFFSET)))
			return false;
		if (bpf_probe_read_kernel(next, sizeof(next), network + at))
			return false;
		at += extension_length(protocol, next[1]);
		protocol = next[0];
	}
	return protocol == IPPROTO_TCP && !bpf_probe_read_kernel(segment, sizeof(*segment), network + at);
}

/*
 * Since 6.2 (kernel/bpf/helpers.c): what is at an address, as a structure of the kernel's. The processor's own loads then read it, safely,
 * where bpf_probe_read_kernel() would take 40 ns. Older kernels have no such function, and are not given the programs that use it. Nor may
 * these so much as name it: libbpf would look for it in the modules, too (find_ksym_btf_id()), which takes CAP_SYS_ADMIN.
 */
#ifndef WITHOUT_CASTS
extern void *bpf_rdonly_cast(const void *obj__ign, __u32 btf_id__k) __ksym;
#else
#define bpf_rdonly_cast(object, type)	(object)
#endif

#define AT(address, type) ((const type *)bpf_rdonly_cast(address, bpf_core_type_id_kernel(type)))

/* In the fourth word of a TCP header (RFC 9293, section 3.1). */
static __always_inline __u8 flags_at(const unsigned char *header)
{
	return bpf_ntohl(AT(header, union tcp_word_hdr)->words[3]) >> 16;
}

/* As read_segment(), but nothing else than the flags. */
static __always_inline bool see_segment(const struct sk_buff *skb, bool *is_ipv6, struct segment *segment)
{
	__u32 network = skb->network_header, transport = skb->transport_header;
	const unsigned char *head = skb->head;
	__u8 protocol;

	if (transport == 0xffff || transport <= network)
		return false;
	*is_ipv6 = skb->protocol == bpf_htons(ETH_P_IPV6);
	if (!*is_ipv6 && skb->protocol != bpf_htons(ETH_P_IP))
		return false;
	if (!*is_ipv6)
		protocol = AT(head + network, struct iphdr)->protocol;
	else if (transport - network == IPV6_HEADER)
		protocol = AT(head + network, struct ipv6hdr)->nexthdr;
	else
		protocol = read_protocol(head + network, transport - network, true);
	if (protocol != IPPROTO_TCP)
		return false;
	segment->flags = flags_at(head + transport);
	return true;
}

#endif
