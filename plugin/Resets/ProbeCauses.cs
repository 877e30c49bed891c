using static TcpResets.Resets.CauseText;

namespace TcpResets.Resets;

/// <summary>Who only knocks, and the limits of time that show in every kind.</summary>
internal static class ProbeCauses
{
    private const int ManyPeers = 50;

    public static CauseRule[] All =>
    [
        // go.d.plugin's portcheck connects and closes, httpcheck asks: of a target that is down, both are refused, once a second.
        new("agent_probe", 0.3,
            (c, _) => c.Role == Role.Client && c.Kind.Direction != Direction.Ignored
                && c.Service.Name.Contains("netdata", StringComparison.OrdinalIgnoreCase),
            (_, _) => "the agent's own probing of ports",
            (c, _) => $"Netdata itself connects: one of its jobs (portcheck, httpcheck, a database) asks {Place(c.Peer, c.Port)}"
                + (c.Kind == Received.Refused ? ", where nobody listens." : "."),
            (c, _) => $"Find the job: `grep -rn {(c.Port == 0 ? c.PeerText : c.PortText)} /etc/netdata/go.d/`; correct it, or start what "
                + "it asks. "
                + $"{ExcludeProposal.Text(c, "agent-checks")}"),

        // RFC 9293, section 3.10.7.1: every port without a listener answers with a reset, one after the other.
        new("port_scan", 0.3,
            (c, _) => c.IsScan,
            (c, _) => IsOfFew(c) ? "a port scan" : "ports are tried here and there, as scanners do",
            (c, _) => $"{Peers(c)} tried {Number(c.Ports, "port", "ports")} of this host"
                + $"{(c.Peers == 1 ? "" : $", {Peers(c)} the most")}; a service that is down shows at one port.",
            (c, _) => IsOfFew(c)
                ? $"Whose is it? If nobody's, drop it: `nft add rule inet scan in {Saddr(c)} counter drop` (the guide makes the "
                + $"chain)."
                : "Let it pass; close the ports to those who need not see them."),

        // RFC 4987, section 2: the owners of forged addresses answer SYN-ACKs with resets, at a SYN-RECEIVED or, under cookies, a listener.
        new("syn_flood", 3,
            (c, _) => (c.Kind == Received.Handshake || c.Kind == Ignored.Stray) && c.Peers >= ManyPeers && c.ShareOfPeer < 0.2
                && c.Role != Role.Client,
            (_, _) => "a SYN flood with forged addresses",
            (c, f) => $"{Number(c.Peers, "address answers", "addresses answer")} the handshake with a reset, the most frequent "
                + $"{Percent(c.ShareOfPeer)} of them: they never asked." + Cookies(f.In(c.NetworkNamespace)),
            (c, f) => f.In(c.NetworkNamespace)?.SynCookies == 0
                ? "Switch cookies on: `sysctl -w net.ipv4.tcp_syncookies=1`"
                : "Cookies hold it off; more room helps: `sysctl -w net.ipv4.tcp_max_syn_backlog=8192`, and ask the provider to filter."),

        // haproxy's check closes by a reset as soon as the SYN-ACK is there; so do nmap -sS and LVS.
        new("health_check", 0.3,
            (c, _) => c.Kind == Received.Handshake,
            (_, _) => "health checks or scanners break the handshake off",
            (c, _) => $"{Peers(c)} reset connections before they were open, at "
                + $"{(c.Ports == 1 ? "one port" : $"{Crowd.Whole(c.Ports)} ports")}: "
                + "that is how load balancers test, and scanners.",
            (c, _) => ExcludeProposal.Text(c, "health-checks")),
        new("probe", 0.3,
            (c, _) => (c.Kind == Received.Established || c.Kind == Received.Closing) && c.Staged >= 3 && c.PartOf(c.NoData) >= 0.7
                && IdleLimit.In(c.Idles) is null,
            (c, _) => c.Role == Role.Client
                ? "the peer takes connections and aborts them before any data"
                : "probes: peers connect and abort without a word",
            (c, _) => $"{Stages(c)}: so do load balancers' checks, kubelet's probes and scanners.",
            (c, _) => ExcludeProposal.Text(c, "probes")),

        // Idle times that are all alike are nobody's choice but a timer's. NAT and load balancers: RFC 5382, section 5, REQ-5.
        new("idle_limit", 4,
            (c, _) => (c.Kind == Received.Established || c.Kind == Received.Closing || c.Kind == SentCause.Aborted
                || c.Kind == SentCause.LateData || c.Kind == SentCause.UnreadData) && c.IdleLimit is not null,
            (c, _) => $"an idle limit of {c.IdleLimit!.Value} cuts connections",
            (c, _) =>
            {
                IdleLimit limit = c.IdleLimit!;
                return $"{Percent(limit.Part)} had been idle for {limit.Value} when they were reset; "
                    + $"{limit.Whose ?? "no common default is known for that value, so somebody has set it"}.";
            },
            (c, _) =>
            {
                uint keepAlive = Math.Max(c.IdleLimit!.Milliseconds / 2000, 1);
                return c.Kind.Direction == Direction.Sent
                    ? $"It is this host that cuts: raise the limit of {c.Service.Name}, or let the peers close or speak before."
                    : $"Speak before the limit, or raise it: keep-alives every {Crowd.Whole(keepAlive)} s, in a program that asks for "
                    + $"them: "
                        + $"`sysctl -w net.ipv4.tcp_keepalive_time={Crowd.Whole(keepAlive)}`";
            }),
    ];

    private static bool IsOfFew(Crowd c) => c.Peers <= 3 || c.ShareOfPeer >= 0.5;

    private static string Saddr(Crowd c) => c.Peer.ToString() is var peer && peer.Contains(':', StringComparison.Ordinal)
        ? $"ip6 saddr {peer}" : $"ip saddr {peer}";

    private static string Cookies(NamespaceFacts? facts) => facts?.SynCookies switch
    {
        0 => " SYN cookies are off.",
        1 => $" SYN cookies are on, once "
            + $"{(facts.MostHalfOpen is { } most ? Crowd.Whole(most) : "too many")} wait.",
        2 => " SYN cookies are always on.",
        _ => "",
    };
}
