using static TcpResets.Resets.CauseText;

namespace TcpResets.Resets;

/// <summary>What resets that were received tell.</summary>
internal static class ReceivedCauses
{
    // What is unacknowledged and was sent, again at the last, no longer ago than a round trip takes: the reset answers it.
    private const uint AtOnce = 250;

    // A peer that has forgotten a connection sends no FIN, so half-open ones are not in CLOSE-WAIT, but for one that was left there. In a
    // race most are; but a peer that finds the request as it closes answers with a reset and no FIN, and that one meets ESTABLISHED. So
    // neither one alone nor the last one decides: a quarter does.
    private const double Raced = 0.25;

    public static CauseRule[] All =>
    [
        // Whom one calls has one port, or a few. That many at one peer are one crowd, see Crowds.
        new("ports_tried", 4,
            (c, _) => c.Kind == Received.Refused && c.Role == Role.Client && c.Port == 0 && c.Peers == 1,
            (_, _) => "this host tries many ports of one peer",
            (c, _) => $"{Number(c.Ports, "port", "ports")} of {c.PeerText}{(IsHere(c) ? ", which is this host," : "")} refused "
                + $"{c.Service.Name}: that is a scan from here, or a program whose list of ports is wrong; a service that is down "
                + "shows at one port.",
            (c, _) => $"Which ports, and whose are they? `tcp-resets watch --kind refused --peer {c.PeerText} --count 20`; stop or correct "
                + $"what tries them in {c.Service.Name}."),

        // RFC 9293, section 3.5.2, group 1, both ends being here.
        new("local_service_down", 4,
            (c, _) => c.Kind == Received.Refused && c.Port != 0 && IsHere(c),
            (c, _) => $"nobody listens at port {c.PortText} of this host",
            (c, f) => $"{c.Service.Name} connects to this host itself and is refused."
                + (f.In(c.ServedIn)?.Listener(c.Port) is { } listener ? Again(listener) : "") + Broken(c, f),
            (c, f) => LocalNext(c, f)),

        // The same at the peer, or a firewall with REJECT in its place: both look alike from here.
        new("peer_port_closed", 4,
            (c, _) => c.Kind == Received.Refused,
            (c, _) => c.Port == 0 ? "peers refuse connections" : c.Peers > 1 ? $"port {c.PortText} of many peers is closed"
                : $"the peer's port {c.PortText} is closed",
            (c, f) => c.Peers > 1
                ? $"{Number(c.Peers, "peer refuses", "peers refuse")}: it may be the list of them that is wrong."
                : f.In(c.NetworkNamespace) is not { } facts ? $"{c.PeerText} answers, so the machine or a firewall before it lives."
                : facts.IsConnected(c)
                    ? $"{c.PeerText} serves other connections of this host: it lives, and this one port is closed or rejected."
                    : $"{c.PeerText} answers with resets, and has no other connection with this host.",
            (c, _) => (c.Port == 0 ? "Which ports? `tcp-resets watch --kind refused --count 20`; start what should listen there, "
                : $"{NamespaceCommands.AtPeer}`ss -ltnp 'sport = :{c.PortText}'`; start the service, ") + "or correct the address in "
                + $"{(c.Services == 1 ? c.Service.Name : $"{Crowd.Whole(c.Services)} services")}."),

        // RFC 9293, section 3.5.1: a peer that has restarted answers what it does not know. In CLOSE-WAIT: it had closed, nginx and the
        // like
        // after their keep-alive time (RFC 9112, section 9.5), and the request was on its way.
        new("keep_alive_race", 3,
            (c, _) => IsAnswer(c) && c.PartOf(c.CloseWait) >= Raced,
            (_, _) => "keep-alive race: the peer had closed when the next request came",
            (c, _) => $"The peer had sent its FIN, and data of {c.Service.Name} met a reset, the last {Idle(c)} before.",
            (c, _) => $"Let {c.Service.Name} drop idle connections earlier than the peer does: a second below its keep-alive time."),
        new("half_open_peer", 3,
            (c, _) => IsAnswer(c),
            (_, _) => "half-open: the peer, or a device between, has forgotten connections",
            (c, _) => $"{Percent(c.PartOf(c.Exchange))} of the connections had carried data both ways, and the reset answered what "
                + $"{c.Service.Name} sent, "
                + $"{Idle(c)} after it: a restart of the peer, a failover, or a NAT that forgot.",
            (c, _) => $"Has {c.PeerText} restarted? Shorten keep-alives to find dead ones: `sysctl -w net.ipv4.tcp_keepalive_time=300`"),

        // A client that hangs up while it waits, or a server that dies with the request in hand.
        new("request_timeout", 5,
            (c, _) => c.Kind == Received.Established && c.PartOf(c.Request) >= 0.6,
            (c, _) => c.Role == Role.Client ? "the peer aborts requests it has taken" : "clients give up before they are answered",
            (c, _) => Stages(c) + LastData(c),
            (c, _) => c.Role == Role.Client
                ? $"Look into the log of {Place(c.Peer, c.Port)} at that time: it ends, or limits, what it serves."
                : $"Is {c.Service.Name} slow? Its log and load, and the clients' time-out: `ss -tnp state established"
                + $"{(c.Port == 0 ? "" : $" 'sport = :{c.PortText}'")}`"),
        new("mid_transfer", 5,
            (c, _) => c.Kind == Received.Established,
            (_, _) => "the peer aborts connections in use",
            (c, _) => Stages(c) + LastData(c),
            (c, _) => $"Ask {Peers(c)}: a crash, a deploy, a time-out. Which of them: "
                + $"`tcp-resets watch --kind established{(c.Port == 0 ? "" : $" --port {c.PortText}")}`"),

        // RFC 1122, section 4.2.2.13: a client that has what it wants closes with data unread, or aborts to be spared TIME-WAIT.
        new("closing", 0.5,
            (c, _) => c.Kind == Received.Closing,
            (_, _) => "peers reset what was being closed",
            (c, _) => $"This host had closed first; then {Peers(c)} reset the rest: nothing is lost, unless data was still on its way.",
            (c, _) => ExcludeProposal.Text(c, "closing")),

        // RFC 1337; ip-sysctl, tcp_rfc1337.
        new("time_wait", 1,
            (c, _) => c.Kind == Received.TimeWait,
            (_, _) => "TIME-WAIT assassination",
            (c, _) => $"{Peers(c)} answered old segments of connections in TIME-WAIT with resets, and so ended it early.",
            (_, _) => "Ignore such resets: `sysctl -w net.ipv4.tcp_rfc1337=1`"),
    ];

    // A peer that aborts of itself has mostly acknowledged what it was sent; one that does not know the connection never does.
    private static bool IsAnswer(Crowd c) => c.Kind == Received.Established && c.Role == Role.Client && c.PartOf(c.Exchange) >= 0.6
        && c.PartOf(c.Unacknowledged) >= 0.6 && c.Idles.Length > 0 && c.Idles[c.Idles.Length / 2] <= AtOnce;

    private static bool IsHere(Crowd c) => c.Twin is not null || c.Peer == c.Local;

    public static string Again(ListenerFacts listener) =>
        $" Now {(listener.Process.Length > 0 ? listener.Process : "somebody")} listens there: it was restarted, or began late.";

    public static string LocalNext(Crowd c, HostFacts f)
    {
        if (c.Port == 0)
        {
            return $"Which ports? `tcp-resets watch --kind {c.Kind.ToString()} --count 20`";
        }

        string unit = Unit(c.Former);
        foreach (UnitFacts broken in f.Units)
        {
            unit = unit == "UNIT" && broken.IsBroken ? Unit(new Service(ServiceKind.Unit, broken.Name)) : unit;
        }

        return unit == "UNIT"
            ? $"Which service should listen there? `ss -ltnp 'sport = :{c.PortText}'`; `systemctl --failed`"
            : $"Why has it ended? `systemctl status {unit}`; `journalctl -u {unit} -n 20 --no-pager`";
    }
}
