// SPDX-License-Identifier: GPL-3.0-or-later
/*
 * Counts each TCP reset once, as the kernel receives, ignores or sends it. Nothing goes to user space but counters.
 *
 * Plain functions hold the logic. The SEC() functions at the end call them, one for each hook and each list of arguments that a
 * kernel can have there; KernelPlan.cs chooses among them by the running kernel's BTF.
 */
#include "kernel_types.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include <bpf/bpf_endian.h>
#include "tcp_resets.h"

char LICENSE[] SEC("license") = "GPL";

const volatile struct meanings meanings;

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1);		/* one a possible CPU, set before loading */
	__type(key, __u32);
	__type(value, struct totals);
} totals SEC(".maps");

/* What EmbryonicRsts was when a reset met a request socket last. */
struct counter_at {
	const struct net *net;
	__u64 cpu;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, struct counter_at);
	__type(value, __u64);
} embryonic_rsts SEC(".maps");

/* Its value is not used: where it is tells where a CPU has its variables. */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} landmark SEC(".maps");

/* As much of a TCP header as is read (RFC 9293, section 3.1). */
struct segment {
	__be16 source, dest;
	__be32 seq, ack_seq;
	__u8 offset, flags;
};

/* RFC 791, section 3.1, without options; RFC 8200, section 3. */
#define IPV4_HEADER	20
#define IPV4_PROTOCOL	9
#define IPV6_HEADER	40
#define IPV6_NEXT	6

#define FLAG_SYN	0x02
#define FLAG_RST	0x04
#define FLAG_ACK	0x10

/* An index as the verifier wants it, below a power of two: a comparison the compiler may turn into one that it does not understand. */
static __always_inline __u32 bound(__u32 index, __u32 size)
{
	barrier_var(index);
	return index & (size - 1);
}

/* Adds atomically, although each CPU has its own: a softirq can come in between, with another one of these programs. */
static __always_inline void add(__u32 kind, bool is_ipv6, __s64 resets)
{
	__u32 cpu = bpf_get_smp_processor_id();
	struct totals *t;

	if (kind >= KINDS)
		return;
	t = bpf_map_lookup_elem(&totals, &cpu);
	if (t)
		__sync_fetch_and_add(&t->resets[bound(is_ipv6 ? IPV6_KINDS + kind : kind, ALL_KINDS)], resets);
}

static __always_inline bool is_counted(const struct net *net)
{
	return !meanings.only_netns || net->ns.inum == meanings.only_netns;
}

/* An IPv4-mapped address means IPv4 packets (RFC 4291, section 2.5.5.2). */
static __always_inline bool speaks_ipv6(const struct sock *sk)
{
	const struct in6_addr *peer = &sk->__sk_common.skc_v6_daddr;

	return bpf_core_field_exists(sk->__sk_common.skc_v6_daddr) && sk->__sk_common.skc_family == AF_INET6 &&
	       (peer->in6_u.u6_addr32[2] != bpf_htonl(0xffff) || peer->in6_u.u6_addr32[1] || peer->in6_u.u6_addr32[0]);
}

static __always_inline __u32 state_of(const struct sock *sk)
{
	__u32 state;

	if (!sk)
		return NO_SOCKET;
	state = sk->__sk_common.skc_state;
	if (state == TCP_TIME_WAIT && BPF_CORE_READ((struct inet_timewait_sock *)sk, tw_substate) == TCP_FIN_WAIT2)
		return MINI_FIN_WAIT2;
	return state;
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
		at += protocol == IPPROTO_FRAGMENT ? 8 : protocol == IPPROTO_AH ? (next[1] + 2) * 4 : (next[1] + 1) * 8;
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

/*
 * Since 6.2 (kernel/bpf/helpers.c): what is at an address, as a structure of the kernel's. The processor's own loads then read it, safely,
 * where bpf_probe_read_kernel() would take 40 ns. Weak, since older kernels have no such function, and are not given the programs that use it.
 */
extern void *bpf_rdonly_cast(const void *obj__ign, __u32 btf_id__k) __ksym __weak;

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

/* A pointer as a number: the verifier allows no arithmetic on some. */
static __always_inline __u64 number_of(const void *pointer)
{
	__u64 number = 0;

	bpf_probe_read_kernel(&number, sizeof(number), &pointer);
	return number;
}

/*
 * EmbryonicRsts of this CPU. A per-CPU pointer of the kernel's becomes an address by adding the distance at which this CPU's variables
 * are (__per_cpu_offset), the same for all: the one from the map's per-CPU pointer to what a lookup gives.
 */
static __always_inline __u64 count_embryonic_rsts(const struct net *net)
{
	struct linux_mib *mib = BPF_CORE_READ(net, mib.net_statistics);
	struct bpf_array *array = (struct bpf_array *)number_of(&landmark);
	__u64 count = 0, distance;
	__u32 zero = 0;

	distance = number_of(bpf_map_lookup_elem(&landmark, &zero)) - (__u64)BPF_CORE_READ(array, pptrs[0]);
	bpf_probe_read_kernel(&count, sizeof(count), (void *)&mib->mibs[meanings.embryonic_rsts] + distance);
	return count;
}

static __always_inline void note_embryonic_rsts(const struct net *net, __u64 count)
{
	struct counter_at key = { .net = net, .cpu = bpf_get_smp_processor_id() };

	bpf_map_update_elem(&embryonic_rsts, &key, &count, BPF_ANY);
}

/*
 * A reset in SYN-RECEIVED ends it if its sequence number is exact; else, in newer kernels, it is answered by a challenge ACK, and the
 * drop looks the same (tcp_check_req()); in 6.12 so does that of one out of the window. Only EmbryonicRsts has grown, or not. Where this
 * namespace has none on this CPU, this one cannot be one; where it is the first one to be seen, it is taken for one.
 */
static __always_inline bool has_ended_request(const struct sock *listener)
{
	const struct net *net = listener->__sk_common.skc_net.net;
	struct counter_at key = { .net = net, .cpu = bpf_get_smp_processor_id() };
	__u64 count, *before;
	bool grown;

	if (!meanings.embryonic_rsts)
		return true;
	count = count_embryonic_rsts(net);
	before = bpf_map_lookup_elem(&embryonic_rsts, &key);
	grown = before ? count != *before : count != 0;
	note_embryonic_rsts(net, count);
	return grown;
}

/* inet_twsk_kill() and reqsk_queue_unlink() take what they end out of the hash table. */
static __always_inline bool is_unhashed(const struct sock *sk)
{
	return !BPF_CORE_READ(sk, __sk_common.skc_nulls_node.pprev);
}

static __always_inline __u32 kind_at_mini(const struct sock *sk, __u32 state)
{
	if (is_unhashed(sk))
		return state == MINI_FIN_WAIT2 ? RECEIVED_CLOSING : RECEIVED_TIME_WAIT;
	return state == MINI_FIN_WAIT2 ? IGNORED_OUT_OF_WINDOW : IGNORED_TIME_WAIT;
}

/* tcp_reset(): a connection has taken the reset in. */
static __always_inline int receive(const struct sock *sk)
{
	if (sk && is_counted(sk->__sk_common.skc_net.net))
		add(meanings.received[bound(sk->__sk_common.skc_state, STATES)], speaks_ipv6(sk), 1);
	return 0;
}

/* A packet was dropped, for a reason and, if the kernel tells it, at a socket. Most have nothing to do with resets. */
static __always_inline int drop(const struct sk_buff *skb, __u32 reason, const struct sock *sk, __u32 state, bool can_see)
{
	struct segment segment;
	const struct net *net;
	bool is_ipv6 = false;
	__u32 kind;

	if (!skb || reason >= DROP_REASONS)
		return 0;
	kind = meanings.dropped[bound(reason, DROP_REASONS)][bound(state, STATES)];
	if (kind == NOTHING || !(can_see ? see_segment : read_segment)(skb, &is_ipv6, &segment) || !(segment.flags & FLAG_RST))
		return 0;
	/* With a socket, TCP has taken the packet off its device: where the kernel does not tell the socket, nobody knows where it was. */
	if (meanings.only_netns) {
		net = sk ? sk->__sk_common.skc_net.net : skb->dev->nd_net.net;
		if (net && !is_counted(net))
			return 0;
	}
	if (kind == ENDS_MINI && sk)
		kind = kind_at_mini(sk, state);
	else if (kind == ENDS_REQUEST && sk)
		kind = has_ended_request(sk) ? RECEIVED_HANDSHAKE : IGNORED_OUT_OF_WINDOW;
	add(kind, is_ipv6, 1);
	return 0;
}

static __always_inline __u32 provocation_by(const struct segment *segment)
{
	if (segment->flags & FLAG_SYN)
		return segment->flags & FLAG_ACK ? SYN_ACK : SYN;
	return OTHER_SEGMENT;
}

static __always_inline bool has_flag(const struct sock *sk, __u64 flag)
{
	return sk->__sk_common.skc_flags & (1UL << flag);
}

/*
 * Where there is no reason, the connection tells what the kernel has looked at: __tcp_close() in this order, and before it makes an orphan
 * of it, which only tcp_check_oom() and tcp_out_of_resources() reset; inet_csk_listen_stop(); tcp_keepalive_timer(); tcp_check_req().
 */
static __always_inline __u32 evidence(const struct sock *sk, __u32 state, __u32 provocation)
{
	const struct tcp_sock *tp = (const struct tcp_sock *)sk;

	if (provocation == OTHER_SEGMENT && state == TCP_LISTEN)
		return sk->sk_ack_backlog > sk->sk_max_ack_backlog ? ACCEPT_QUEUE_FULL : provocation;
	if (provocation != ON_OUR_OWN)
		return provocation;
	if (has_flag(sk, bpf_core_enum_value(enum sock_flags, SOCK_DEAD)))
		return BPF_CORE_READ(tp, linger2) < 0 ? LINGER : ORPHANED;
	if (!sk->sk_socket)
		return NEVER_ACCEPTED;
	/* A FIN takes a sequence number, too (tcp_fin()). */
	if ((__s32)(BPF_CORE_READ(tp, rcv_nxt) - BPF_CORE_READ(tp, copied_seq)) > has_flag(sk, bpf_core_enum_value(enum sock_flags, SOCK_DONE)))
		return UNREAD_DATA;
	if (has_flag(sk, bpf_core_enum_value(enum sock_flags, SOCK_LINGER)) && !sk->sk_lingertime)
		return LINGER;
	return BPF_CORE_READ((const struct inet_connection_sock *)sk, icsk_probes_out) ? UNANSWERED : ON_OUR_OWN;
}

/* A reset is sent: in answer to a segment, or, without one, on our own. */
static __always_inline int send(const struct sock *sk, const struct sk_buff *skb, __u32 reason, bool can_see)
{
	__u32 state = state_of(sk), provocation = ON_OUR_OWN, kind;
	struct segment segment = {};
	bool is_ipv6;

	if (skb) {
		/* The socket may be a listener's, which knows no peer, or of the other family. */
		is_ipv6 = skb->protocol == bpf_htons(ETH_P_IPV6);
		if (can_see)
			segment.flags = flags_at(skb->head + skb->transport_header);
		else if (bpf_probe_read_kernel(&segment, sizeof(segment), skb->head + skb->transport_header))
			return 0;
		provocation = provocation_by(&segment);
	} else if (sk) {
		is_ipv6 = speaks_ipv6(sk);
	} else {
		return 0;
	}
	if (meanings.only_netns && !is_counted(sk ? sk->__sk_common.skc_net.net : skb->dev->nd_net.net))
		return 0;
	if (segment.flags & FLAG_RST) { /* which is never answered: only functions come here with one, tracepoints do not */
		if (meanings.counts_strays && !sk)
			add(IGNORED_STRAY, is_ipv6, 1);
		return 0;
	}
	if (sk && reason == NO_RST_REASON)
		provocation = evidence(sk, state, provocation);
	kind = meanings.sent[bound(reason, RST_REASONS)][bound(state, STATES)][bound(provocation, PROVOCATIONS)];
	/* Its FIN is acknowledged, and it shall not wait for the peer's: the reason is that of data after close(), but no data came. */
	if (kind == SENT_UNREAD_DATA && skb && state == TCP_CLOSE && BPF_CORE_READ((const struct tcp_sock *)sk, linger2) < 0)
		kind = SENT_ABORTED;
	add(kind, is_ipv6, 1);

	/*
	 * Data for an orphan in FIN-WAIT: tcp_rcv_state_process() has called tcp_reset() although no reset was received, and it has
	 * been counted. It has left its error in the socket, which tcp_done() alone does not.
	 */
	if (skb && kind == SENT_UNREAD_DATA && state == TCP_CLOSE && sk && sk->sk_err == ECONNRESET)
		add(RECEIVED_CLOSING, is_ipv6, -1);

	/* Ends a request socket, too, right after this. */
	if (meanings.embryonic_rsts && sk && state == TCP_LISTEN && (kind == SENT_QUEUE_FULL || kind == SENT_INVALID)) {
		const struct net *net = sk->__sk_common.skc_net.net;

		note_embryonic_rsts(net, count_embryonic_rsts(net) + 1);
	}
	return 0;
}

/* Which program answers a firewall's rule, it does not say: the packet it rejects is all there is. */
static __always_inline int reject(const struct net *net, const struct sk_buff *skb)
{
	struct segment segment;
	bool is_ipv6 = false;

	if (net && skb && is_counted(net) && read_segment(skb, &is_ipv6, &segment) && !(segment.flags & FLAG_RST))
		add(SENT_FIREWALL, is_ipv6, 1);
	return 0;
}

/* A segment has met a mini socket, before 6.11, whose drops do not tell the socket. */
static __always_inline int meet_mini(const struct sock *sk, const struct sk_buff *skb)
{
	struct segment segment;
	bool is_ipv6 = false;

	if (read_segment(skb, &is_ipv6, &segment) && segment.flags & FLAG_RST && is_counted(sk->__sk_common.skc_net.net))
		add(kind_at_mini(sk, state_of(sk)), is_ipv6, 1);
	return 0;
}

/* Likewise a request socket. */
static __always_inline int meet_request(const struct sock *listener, const struct sk_buff *skb, const struct sock *request)
{
	struct segment segment;
	bool is_ipv6 = false;

	if (read_segment(skb, &is_ipv6, &segment) && segment.flags & FLAG_RST && is_counted(listener->__sk_common.skc_net.net))
		add(is_unhashed(request) ? RECEIVED_HANDSHAKE : IGNORED_OUT_OF_WINDOW, is_ipv6, 1);
	return 0;
}

SEC("tp_btf/tcp_receive_reset")
int receive_reset(__u64 *ctx)
{
	return receive((const struct sock *)ctx[0]);
}

/* Since 6.11: skb, location, reason, rx_sk */
SEC("tp_btf/kfree_skb")
int drop_at_socket(__u64 *ctx)
{
	const struct sock *sk = (const struct sock *)ctx[3];

	return drop((const struct sk_buff *)ctx[0], ctx[2], sk, state_of(sk), true);
}

/* Since 5.17 */
SEC("tp_btf/kfree_skb")
int drop_for_reason(__u64 *ctx)
{
	return drop((const struct sk_buff *)ctx[0], ctx[2], NULL, UNKNOWN_STATE, false);
}

/* Since 6.10: sk, skb, reason */
SEC("tp_btf/tcp_send_reset")
int send_for_reason(__u64 *ctx)
{
	__u32 reason = ctx[2];

	return send((const struct sock *)ctx[0], (const struct sk_buff *)ctx[1], reason ? reason : NO_RST_REASON, true);
}

SEC("tp_btf/tcp_send_reset")
int send_reset(__u64 *ctx)
{
	return send((const struct sock *)ctx[0], (const struct sk_buff *)ctx[1], NO_RST_REASON, false);
}

/* Beside the functions below, which it would count twice. */
SEC("tp_btf/tcp_send_reset")
int send_active_reset(__u64 *ctx)
{
	return ctx[1] ? 0 : send((const struct sock *)ctx[0], NULL, NO_RST_REASON, false);
}

/* Before 6.10 the tracepoint tells nothing of resets without a full socket. */
SEC("fentry/tcp_v4_send_reset")
int send_reset_v4(__u64 *ctx)
{
	return send((const struct sock *)ctx[0], (const struct sk_buff *)ctx[1], NO_RST_REASON, false);
}

SEC("fentry/tcp_v6_send_reset")
int send_reset_v6(__u64 *ctx)
{
	return send((const struct sock *)ctx[0], (const struct sk_buff *)ctx[1], NO_RST_REASON, false);
}

/* Since 5.10: net, sk, oldskb, hook */
SEC("fentry/nf_send_reset")
int reject_v4(__u64 *ctx)
{
	return reject((const struct net *)ctx[0], (const struct sk_buff *)ctx[2]);
}

SEC("fentry/nf_send_reset6")
int reject_v6(__u64 *ctx)
{
	return reject((const struct net *)ctx[0], (const struct sk_buff *)ctx[2]);
}

/* tw, skb, th: and the result, but it is not needed */
SEC("fexit/tcp_timewait_state_process")
int meet_time_wait(__u64 *ctx)
{
	return meet_mini((const struct sock *)ctx[0], (const struct sk_buff *)ctx[1]);
}

/* sk, skb, req, fastopen, req_stolen, and the result: a socket that the segment goes on to, and then is dropped at */
SEC("fexit/tcp_check_req")
int meet_syn_received(__u64 *ctx)
{
	if (ctx[5])
		return 0;
	barrier(); /* the verifier allows no calculation with both, a pointer and a number */
	if (ctx[3] & 1) /* Fast Open has a full socket, which receives the reset */
		return 0;
	return meet_request((const struct sock *)ctx[0], (const struct sk_buff *)ctx[1], (const struct sock *)ctx[2]);
}
