/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Resets of which TCP does not know: a firewall's. */
#ifndef FIREWALL_BPF_H
#define FIREWALL_BPF_H

/* A firewall's rule answers a packet with a reset, unless that is one itself (nf_reject_ip_tcphdr_get(), nf_send_reset6()). */
static __always_inline int reject(const struct net *net, const struct sk_buff *skb)
{
	struct segment segment;
	bool is_ipv6 = false;

	if (net && skb && is_counted(net) && find_segment(skb, &is_ipv6, &segment) && !(segment.flags & FLAG_RST))
		add(SENT_FIREWALL, is_ipv6, 1);
	return 0;
}

/* Likewise a rule below the IP layer, in a bridge or at a device, whose reset is made first, or not, and then sent. */
static __always_inline int reject_below(const struct net *net, const struct sk_buff *reset, bool is_ipv6)
{
	if (reset && is_counted(net))
		add(SENT_FIREWALL, is_ipv6, 1);
	return 0;
}

#endif
