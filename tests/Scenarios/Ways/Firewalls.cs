using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>Rules of this host: what they send, TCP does not know of; what they drop, it never sees.</summary>
internal static class Firewalls
{
    private const string RejectConnects = "tcp flags syn reject with tcp reset";
    public static Way[] All =>
    [
        new("our firewall rejects a connect", ["sent.firewall"], RefusedConnect) { Firewall = Input(RejectConnects), EstimatesSent = 0 },
        new("our firewall rejects a connect before it is routed", ["sent.firewall"], RefusedConnect)
        {
            Firewall = Prerouting(RejectConnects),
            EstimatesSent = 0,
        },
        new("our firewall would reject a later fragment, which has no TCP header: no reset at all", [], scene =>
        {
            Puppet peer = scene.Puppet(scene.Host.Listener.Local);
            peer.Inject(peer.Draft(TcpFlags.Syn) with { FragmentOffset = 1 });
        }) { Firewall = Prerouting("meta l4proto tcp reject with tcp reset") },
        new("our firewall rejects data of an open connection", ["sent.firewall"], RefusedData)
        {
            Firewall = Input("tcp flags psh reject with tcp reset"),
            EstimatesSent = 0,
        },
        new("our firewall rejects our own connect", ["sent.firewall", "received.refused"], scene =>
            scene.Host.Socket().TryConnect(scene.Puppet(scene.Host.ClosedPort).Self))
        {
            Firewall = Output(RejectConnects),
            EstimatesSent = 0,
        },
        new("our firewall rejects a connect that comes with IP options", ["sent.firewall"], scene =>
        {
            Puppet peer = scene.Puppet(scene.Host.Listener.Local);
            peer.Inject(peer.Draft(TcpFlags.Syn) with { HasIpOptions = true });
            peer.Await(TcpFlags.Rst);
        }) { Firewall = Input(RejectConnects), EstimatesSent = 0 },
        new("our firewall would reject a connect with a bad checksum, and sends nothing", ["sent.firewall"], CorruptConnect)
        {
            Firewall = Input(RejectConnects),
            WireSeesLeave = 0,
            EstimatesSent = 0,
        },
        new("our firewall drops resets that come: no reset at all", [], scene => scene.AcceptedPuppet().Puppet.Reset())
        {
            Firewall = Input("tcp flags rst drop"),
            WireSeesArrive = 1,
        },
        new("our firewall drops resets that we send", ["sent.closed_port"], scene =>
            scene.Puppet(scene.Host.ClosedPort).Send(TcpFlags.Syn))
        {
            Firewall = Output("tcp flags rst drop"),
            WireSeesLeave = 0,
        },
        new("our firewall drops the reset of our abort", ["sent.aborted"], scene => scene.AcceptedPuppet().Host.Abort())
        {
            Firewall = Output("tcp flags rst drop"),
            WireSeesLeave = 0,
        },
    ];

    /// <summary>A connect that is answered by a reset.</summary>
    public static void RefusedConnect(Scene scene)
    {
        Puppet peer = scene.Puppet(scene.Host.Listener.Local);
        peer.Send(TcpFlags.Syn);
        peer.Await(TcpFlags.Rst);
    }

    /// <summary>Data of an open connection that is answered by a reset.</summary>
    public static void RefusedData(Scene scene)
    {
        (_, Puppet peer) = scene.AcceptedPuppet();
        peer.Send(TcpFlags.Ack | TcpFlags.Psh, bytes: 10);
        peer.Await(TcpFlags.Rst);
    }

    /// <summary>A connect with a bad checksum, which nothing answers.</summary>
    public static void CorruptConnect(Scene scene)
    {
        Puppet peer = scene.Puppet(scene.Host.Listener.Local);
        peer.Inject(peer.Draft(TcpFlags.Syn) with { IsCorrupt = true });
    }

    private static string Prerouting(string rule) => $"table inet t {{ chain c {{ type filter hook prerouting priority 0; {rule}; }}; }}";

    private static string Input(string rule) => $"table inet t {{ chain c {{ type filter hook input priority 0; {rule}; }}; }}";

    private static string Output(string rule) => $"table inet t {{ chain c {{ type filter hook output priority 0; {rule}; }}; }}";
}
