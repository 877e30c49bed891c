using static TcpResets.Resets.CauseText;

namespace TcpResets.Resets;

/// <summary>What resets that this host sent tell.</summary>
internal static class SentCauses
{
    private const long Soon = 600_000_000; // after a start, so long may old connections speak up

    public static CauseRule[] All =>
    [
        new("service_down", 4,
            (c, _) => c.Kind == SentCause.ClosedPort,
            (c, _) => c.Port == 0 ? "closed ports are asked for" : $"nobody listens at port {c.PortText} of this host",
            (c, f) => $"{Peers(c)} {(c.Peers == 1 ? "asks" : "ask")} for {(c.Port == 0 ? "them" : "it")}."
                + (c.Port == 0 || f.In(c.NetworkNamespace) is not { Listeners: not null } facts ? ""
                    : facts.Listener(c.Port) is { } listener ? ReceivedCauses.Again(listener) : " It is closed still.") + Broken(c, f),
            ReceivedCauses.LocalNext),

        // tcp_conn_request(), tcp_check_req(): sk_acceptq_is_full(). With tcp_abort_on_overflow=0 what waited in vain is answered later,
        // from
        // LISTEN, as if it were half-open.
        new("queue_full", 10,
            (c, f) => c.Kind == SentCause.QueueFull
                || (c.Kind == SentCause.HalfOpen && c.Port != 0 && f.In(c.NetworkNamespace)?.Listener(c.Port)?.IsFull == true),
            (c, _) => $"the listen queue{(c.Port == 0 ? "" : $" of port {c.PortText}")} is full",
            (c, f) => Queue(c, f.In(c.NetworkNamespace)),
            (c, f) => f.In(c.NetworkNamespace) is { MostBacklog: { } most } facts && facts.Listener(c.Port) is { } listener
                    && listener.Backlog >= most
                ? $"Make the program accept faster, or give it room: `sysctl -w "
                + $"net.core.somaxconn={Crowd.Whole(Math.Max(listener.Backlog * 2, 4096))}`, "
                    + "and restart it with a larger backlog."
                : "Make the program accept faster, or give it a larger backlog: `ss -ltn"
                    + (c.Port == 0 ? "" : $" 'sport = :{c.PortText}'") + "` shows queue and backlog."),

        // nf_conntrack calls segments INVALID that come out of its window; what then is not translated back meets no socket
        // (Documentation/networking/nf_conntrack-sysctl, nf_conntrack_tcp_be_liberal).
        new("conntrack_invalid", 3,
            (c, f) => c.Kind == SentCause.HalfOpen && IsTranslated(c, f),
            (_, _) => "connection tracking lets INVALID segments of translated connections through",
            (c, f) => $"This host translates connections to {c.PeerText} (DNAT), and has answered it as if it knew none of them"
                + (f.InvalidPackets is { } invalid ? $"; {Number(invalid, "packet was", "packets were")} INVALID since the boot." : "."),
            (_, _) => "Drop them before they reach TCP: `nft add rule inet FILTER INPUT ct state invalid counter drop`; "
                + "or `sysctl -w net.netfilter.nf_conntrack_tcp_be_liberal=1`"),

        // RFC 9293, section 3.5.1: what it knew before, it has forgotten.
        new("host_restarted", 2,
            (c, f) => c.Kind == SentCause.HalfOpen && f.BootTime is { } boot && c.First >= boot && c.First - boot < Soon,
            (_, _) => "half-open connections after the restart of this host",
            (c, _) => $"It has started less than ten minutes before, and {Peers(c)} {(c.Peers == 1 ? "speaks" : "speak")} of "
                + "connections from before.",
            (_, _) => "It passes, within the peers' keep-alive time. Why did it restart? `journalctl --list-boots`; `last -x reboot`"),
        new("half_open", 2,
            (c, _) => c.Kind == SentCause.HalfOpen,
            (_, _) => "half-open: peers speak of connections this host does not know",
            (c, f) => $"{Peers(c)} {(c.Peers == 1 ? "sends" : "send")} data or keep-alives"
                + (c.Port == 0 ? "" : c.IsPortHere ? $" to port {c.PortText}" : $" from port {c.PortText}")
                + ": a service was restarted, a failover, or a time-out here."
                + Restarted(c, f),
            (c, f) => c.Port != 0 && c.IsPortHere
                ? "Close connections before you stop a service. Since when does it run? "
                + (Process(c, f) is not null ? "" : $"`ss -ltnp 'sport = :{c.PortText}'` names its process; ")
                + $"`ps -o lstart,args -p {Process(c, f) ?? "PID"}`"
                : "Let it pass. If it goes on: look for a device between that sends connections to the wrong host."),
        new("unread_data", 3, // RFC 1122, section 4.2.2.13; tcp_close()
            (c, _) => c.Kind == SentCause.UnreadData,
            (c, _) => $"{c.Service.Name} closes with data unread",
            (c, _) => $"{Stages(c)}; the peers lose what was not read, and what they had not read yet.",
            (c, _) => $"Let {c.Service.Name} read to the end before it closes; does it crash, or limit the size of requests? {Watch(c)}"),
        new("keep_alive_race", 3, // TCP_ABORT_ON_DATA, tcp_rcv_state_process(); RFC 9112, section 9.5
            (c, _) => c.Kind == SentCause.LateData,
            (_, _) => "keep-alive race: data came after this host had closed",
            (c, _) => $"{c.Service.Name} had closed, and data of {Peers(c)} came: a request on a connection kept alive, or an upload "
                + $"it reads no more."
                + (c.Idles.Length > 0 ? $" The last data before: {Idle(c)}." : ""),
            (c, _) => $"Let {c.Service.Name} keep idle connections longer than its clients do (keepalive_timeout, keepAliveTimeout)."),
        new("own_aborts", 3, // tcp_disconnect() with SO_LINGER 0; tcp_abort(); at exit with a queue that was not accepted
            (c, _) => c.Kind == SentCause.Aborted,
            (c, _) => $"{c.Service.Name} aborts its connections",
            (c, _) => $"The program itself ends them (SO_LINGER 0, ss -K), or died before it had accepted them. {Stages(c)}{LastData(c)}",
            (c, f) => $"Its log says why, or `strace -fe trace=close,setsockopt,shutdown -p {Process(c, f) ?? "PID"}`; {Watch(c)}"),
        new("no_memory", 10, // tcp_check_oom(), tcp_out_of_resources(), tcp_close()
            (c, _) => c.Kind == SentCause.NoMemory,
            (_, f) => IsOfOrphans(f) ? "too many orphaned sockets"
                : f.TcpMemory >= f.TcpMemoryPressure ? "TCP has run out of memory"
                : "TCP has run out of memory, or has had too many orphaned sockets",
            (_, f) => f.TcpMemory is { } used && f.TcpMemoryPressure is { } pressure && f.MostTcpMemory is { } most
                ? $"TCP has {Crowd.Whole(used)} pages of memory now, pressure begins at {Crowd.Whole(pressure)}, the end is "
                + $"{Crowd.Whole(most)} (tcp_mem); "
                    + $"{Crowd.Whole(f.Orphans ?? 0)} of {Crowd.Whole(f.MostOrphans ?? 0)} orphans."
                : "Of memory or of orphans (tcp_mem, tcp_max_orphans); which, only root in the host's own network namespace is told.",
            (_, f) => IsOfOrphans(f)
                ? $"Shorten the wait, or allow more: `sysctl -w net.ipv4.tcp_max_orphans={Crowd.Whole(f.MostOrphans * 2 ?? 0)}`"
                : f.TcpMemory >= f.TcpMemoryPressure ? "Who holds it? `ss -tnmp | grep -v 'r0,'`; the limits: `sysctl net.ipv4.tcp_mem`"
                : "It is over now; which it was: `dmesg -T | grep 'TCP: '`"),
        new("peer_gone", 3, // tcp_keepalive_timer(), tcp_write_timeout()
            (c, _) => c.Kind == SentCause.Timeout,
            (_, _) => "the peer has stopped answering",
            (c, _) => $"Keep-alives or retransmissions to {Peers(c)} were not answered, so {c.Service.Name} gave up.",
            (c, _) => $"Is it there, and the way to it? `ping -c 3 {c.PeerText}`; `tracepath -n {c.PeerText}`"),
        new("own_firewall", 1.5, // nf_send_reset()
            (c, _) => c.Kind == SentCause.Firewall,
            (c, _) => $"a REJECT rule of this host's firewall{(c.Port == 0 ? "" : $" for port {c.PortText}")}",
            (c, f) => $"{Peers(c)} {(c.Peers == 1 ? "is" : "are")} rejected." + Rules(c, f),
            (_, _) => "Which rule? `nft -a list ruleset | grep -iE '^table|chain|reject'`; `iptables-save | grep -i reject`"),
        new("time_wait", 1, // tcp_v4_rcv(), TCP_TW_RST
            (c, _) => c.Kind == SentCause.TimeWait,
            (_, _) => "segments meet connections that are in TIME-WAIT",
            (c, _) => $"{Peers(c)} {(c.Peers == 1 ? "uses" : "use")} again, or still, what this host has closed.",
            (_, _) => "Let the peers use more ports, or close last: `ss -tan state time-wait | wc -l`"),
        new("invalid", 0.5, // RFC 9293, section 3.5.2, groups 2 and 3
            (c, _) => c.Kind == SentCause.Invalid,
            (_, _) => "segments that fit no state of their connections",
            (c, _) => $"{Peers(c)} {(c.Peers == 1 ? "sends" : "send")} what no sound TCP sends: a scanner, or a device that changes "
                + $"segments.",
            (_, _) => "Look at them: `tcpdump -nn -i any -c 50 'tcp[tcpflags] & tcp-rst != 0'`"),
    ];

    // As now, or nearly: many may have gone since.
    private static bool IsOfOrphans(HostFacts f) => f.Orphans * 4 >= f.MostOrphans * 3;

    private static string Watch(Crowd c) => $"`tcp-resets watch --kind {c.Kind.ToString()}{(c.Port == 0 ? "" : $" --port {c.PortText}")}`";

    private static string? Process(Crowd c, HostFacts f) =>
        c.Port != 0 && c.IsPortHere && f.In(c.NetworkNamespace)?.Listener(c.Port) is { ProcessNumber: > 0 and var number }
            ? Crowd.Whole(number) : null;

    private static bool IsTranslated(Crowd c, HostFacts f)
    {
        foreach (Flow row in c.Rows)
        {
            if (f.Translated.Count > 0 && !row.IsOthers && f.Translated.Contains(row.Key.Peer.ToString()))
            {
                return true;
            }
        }

        return false;
    }

    private static string Queue(Crowd c, NamespaceFacts? facts)
    {
        string said = facts?.Listener(c.Port) is { } listener
            ? $"{(listener.Process.Length > 0 ? listener.Process : c.Service.Name)} has {Crowd.Whole(listener.Queue)} of "
            + $"{Crowd.Whole(listener.Backlog)} "
            + $"waiting to be accepted"
            : $"{c.Service.Name} accepts too slowly, or has too small a backlog";
        said += facts?.MostBacklog is { } most ? $"; somaxconn is {Crowd.Whole(most)}" : "";
        return facts?.AbortsOnOverflow is { } aborts
            ? $"{said}; tcp_abort_on_overflow={Crowd.Whole(aborts)}: "
            + $"{(aborts == 0 ? "clients wait in vain first." : "clients are reset at once.")}"
            : $"{said}.";
    }

    private static string Restarted(Crowd c, HostFacts f)
    {
        foreach (UnitFacts unit in f.Units)
        {
            if (unit.Started > 0 && c.First >= unit.Started - Soon && c.First - unit.Started < Soon)
            {
                return $" {unit.Name} has been started about then.";
            }
        }

        return "";
    }

    private static string Rules(Crowd c, HostFacts f)
    {
        string said = "";
        foreach (string rule in f.RejectRules)
        {
            bool isOfPort = c.Port != 0 && rule.Contains($"dport {c.PortText} ", StringComparison.Ordinal);
            said = isOfPort ? $" nft: {rule}." : said.Length == 0 ? $" nft, the first that rejects: {rule}." : said;
        }

        return said;
    }
}
