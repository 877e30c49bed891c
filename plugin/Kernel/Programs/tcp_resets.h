/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the BPF programs and the plugin share. tests/Kernel compares it with the C# side. */
#ifndef TCP_RESETS_H
#define TCP_RESETS_H

#ifdef __bpf__
#include "kernel_types.h"
#else
#include <linux/types.h>
#endif

/* What is counted, for each family: the numbers of plugin/Resets/Kind.cs. */
enum kind {
	RECEIVED_REFUSED,
	RECEIVED_HANDSHAKE,
	RECEIVED_ESTABLISHED,
	RECEIVED_CLOSING,
	RECEIVED_TIME_WAIT,
	IGNORED_STRAY,
	IGNORED_TIME_WAIT,
	IGNORED_OUT_OF_WINDOW,
	IGNORED_INVALID,
	SENT_CLOSED_PORT,
	SENT_HALF_OPEN,
	SENT_ABORTED,
	SENT_UNREAD_DATA,
	SENT_LATE_DATA,
	SENT_TIME_WAIT,
	SENT_QUEUE_FULL,
	SENT_NO_MEMORY,
	SENT_TIMEOUT,
	SENT_INVALID,
	SENT_FIREWALL,
	SENT_OTHER,

	/* Of any kind, but a rule of the operator's calls it intentional: in no other number. */
	EXCLUDED,

	/* Counted as received by tcp_receive_reset, and found to be none afterwards: decide(). */
	MISTAKEN_ESTABLISHED,
	MISTAKEN_CLOSING,
	MISTAKEN_EXCLUDED,
	KINDS,

	/* In the tables only: decide() finds out which it is. */
	AFTER_CLOSE = 251,
	ANSWERED = 252,
	ENDS_MINI = 253,
	ENDS_REQUEST = 254,
	NOTHING = 255, /* says nothing about a reset */
};

/*
 * IPv4's come first, IPv6's from here on; powers of two, so that a mask is all the bound an index
 * needs.
 */
#define IPV6_KINDS 32
#define ALL_KINDS  64

/*
 * Rows of the tables. The reasons of other subsystems have high bits set (dropreason.h) and are
 * never TCP's.
 */
#define RST_REASONS   64
#define NO_RST_REASON 63 /* the kernel gives none */
#define DROP_REASONS  256

/* States are those of tcp_states.h, and: */
#define STATES	       16
#define NO_SOCKET      0
#define MINI_FIN_WAIT2 14 /* a FIN-WAIT-2 that lives on as a mini socket */
#define UNKNOWN_STATE  15 /* the kernel does not tell the socket */

/* What a reset answers; or, where the kernel gives no reason, what speaks for one. */
enum provocation {
	ON_OUR_OWN, /* no segment */
	SYN, /* SYN without ACK */
	SYN_ACK,
	OTHER_SEGMENT, /* without SYN */
	ACCEPT_QUEUE_FULL, /* without SYN, to a listener whose accept queue is full */
	UNREAD_DATA, /* no segment, but received data that nobody has read */
	LINGER, /* no segment, but SO_LINGER with 0 seconds */
	UNANSWERED, /* no segment, but probes that nobody has answered */
	NEVER_ACCEPTED, /* no segment, and no application has seen the connection yet */
	ORPHANED, /* no segment, and the application has closed it already */
};
#define PROVOCATIONS 16

/* Of one CPU: whole cache lines, and a multiple of 8 bytes, as memory-mapped arrays need it. */
struct totals {
	__u64 resets[ALL_KINDS];

	/* What this CPU may still hand on, for the programs alone: budget.bpf.h. */
	__u64 slice_began; /* in ticks (jiffies) */
	__u32 events_left;
	__u32 received_at; /* the low half of the address of the socket that it told of last */
	__u64 unused[6];
};

enum role {
	UNKNOWN_ROLE,
	CLIENT, /* this host has connected */
	SERVER, /* it has accepted, or would have */
};

/* Both ends of a connection. IPv4 addresses are mapped (RFC 4291, section 2.5.5.2). */
struct ends {
	__be32 peer[4], local[4];
	__u16 peer_port, local_port;
};

/* One reset, for whoever asks who and where: ResetEvent.cs. What the kernel does not tell is 0. */
struct event {
	__u64 time; /* in ns since boot */
	__u64 cgroup; /* the id of the cgroup of its socket */
	__u64 bytes_received; /* data, each byte once */
	__u64 bytes_sent;
	struct ends ends;
	__u32 netns; /* the inode number */
	__u32 idle; /* ticks since data went either way */
	__u16 reason; /* of sk_rst_reason if it was sent, else of skb_drop_reason */
	__u8 kind;
	__u8 mistaken; /* the MISTAKEN_ that it proves, or NOTHING */
	__u8 state;
	__u8 role;
	__u8 is_ipv6;
	__u8 tells_connection; /* bytes and idle are known */
	__u8 is_excluded;
	__u8 is_unacknowledged; /* what this host has sent last had not been acknowledged */
	__u16 cpu; /* whose totals have it */
};

/* A rule of the operator's for one range of peers: what it matches is intentional. */
struct exclusion {
	__u32 kinds; /* a bit each */
	__u16 port; /* of the serving side; 0: any */
	__u16 families; /* 1: IPv4; 2: IPv6 */
	__be32 peer[4], mask[4];
} __attribute__((aligned(8)));
#define EXCLUSIONS 64

/* Written before the programs are loaded: to them, constants. */
struct meanings {
	__u32 only_netns; /* the inode number of the one network namespace to count; 0: all */
	__u32 embryonic_rsts; /* the number of LINUX_MIB_EMBRYONICRSTS, if it is needed */
	__u32 counts_strays; /* drops have no reasons: seen on their way to tcp_v4_send_reset() */
	__u32 counts_answers; /* functions are not seen: by the drops of what they answer */
	__u32 invalid_syn; /* the number of SK_RST_REASON_INVALID_SYN, if there are reasons */
	__u32 budget; /* events that each CPU may hand on in a slice of time; 0: none */
	__u32 slice; /* its length in ticks (jiffies) */
	__u32 excludable; /* the kinds that a rule may exclude, a bit each */
	__u32 exclusion_count;
	struct exclusion exclusions[EXCLUSIONS];
	__u8 received[STATES];
	__u8 sent[RST_REASONS][STATES][PROVOCATIONS];
	__u8 dropped[DROP_REASONS][STATES];
};

#endif
