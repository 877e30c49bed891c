using System.Net;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>Connections end with no reset at all, by ICMP errors and under TCP_REPAIR, which move the same counters as resets do.</summary>
internal static class OtherEnds
{
    // Three questions of 50 ms each, until nobody is known to be there (neigh_timer_handler()).
    private const string AsksFastIPv4 = $"net.ipv4.neigh.{Wire.Device}.retrans_time_ms=50";
    private const string AsksFastIPv6 = $"net.ipv6.neigh.{Wire.Device}.retrans_time_ms=50";

    private const string RejectsByIcmp =
        "table inet t { chain c { type filter hook input priority 0; tcp dport 9 reject with icmpx type host-unreachable; }; }";

    public static Way[] All =>
    [
        new("we connect to a dead neighbour", [], scene => ConnectInVain(scene, Nobody(scene)))
        {
            Times = 2,
            Settings = [AsksFastIPv4, AsksFastIPv6],
        },
        new("we connect, and there is no route", [], scene =>
            ConnectInVain(scene, IPAddress.Parse(scene.Family == Family.IPv4 ? "198.51.100.1" : "2001:db8::1"))),
        new("a firewall of the peer rejects our connect by ICMP", [], scene => ConnectInVain(scene, scene.Peer.Address))
        {
            Times = 2,
            PeerFirewall = RejectsByIcmp,
        },
        new("a firewall of the peer rejects our connect by ICMP, and others are connected", [], RejectedBesideOthers)
        {
            Times = 2,
            PeerFirewall = RejectsByIcmp,
            Only = Family.IPv4,
        },
        new("a firewall of the peer rejects our connect by ICMPv6, and others are connected", [], RejectedBesideOthers)
        {
            Times = 2,
            PeerFirewall = RejectsByIcmp,
            Only = Family.IPv6,
            EstimatesReceived = 1, // ICMPv6 has its counters in another file
        },
        new("a peer refuses our connect, and our UDP", ["received.refused"], scene =>
        {
            scene.Host.Socket().TryConnect(scene.Peer.ClosedPort);
            scene.Host.SendDatagram(new IPEndPoint(scene.Peer.Address, 9));
        }),
        new("we close a connection under TCP_REPAIR", [], scene => scene.Accepted().Host.Forget()) { EstimatesReceived = 1 },
    ];

    private static void RejectedBesideOthers(Scene scene)
    {
        scene.Connected();
        ConnectInVain(scene, scene.Peer.Address);
    }

    private static void ConnectInVain(Scene scene, IPAddress address)
    {
        const int NetworkUnreachable = 101;
        const int HostUnreachable = 113;
        int errno = scene.Host.Socket().TryConnect(new IPEndPoint(address, 9));
        if (errno is not (NetworkUnreachable or HostUnreachable))
        {
            throw Native.Failure("connect", errno);
        }
    }

    private static IPAddress Nobody(Scene scene) => IPAddress.Parse(scene.Family == Family.IPv4 ? "10.77.0.99" : "fd77::99");
}
