using System.Net;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>The same over loopback, and through IPv6 sockets that speak IPv4.</summary>
internal static class OtherSockets
{
    public static Way[] All =>
    [
        new("a program connects to a closed port over loopback", ["sent.closed_port", "received.refused"], scene =>
            scene.Loopback.Socket().TryConnect(scene.Loopback.ClosedPort)),
        new("a program aborts over loopback", ["sent.aborted", "received.established"], scene =>
            Scene.Connect(scene.Loopback, scene.Loopback).Client.Abort()),
        new("a program closes with data unread, over loopback", ["sent.unread_data", "received.established"], scene =>
        {
            (TcpSocket client, TcpSocket server) = Scene.Connect(scene.Loopback, scene.Loopback);
            client.Send();
            server.AwaitData();
            server.Close();
        }),
        new("an IPv6 socket of ours connects to a closed IPv4 port", ["received.refused"], scene =>
            scene.Host.MappedSocket().TryConnect(scene.Peer.ClosedPort)) { Only = Family.IPv4 },
        new("an IPv4 peer of our IPv6 socket aborts", ["received.established"], scene => Mapped(scene).Peer.Abort()) { Only = Family.IPv4 },
        new("we abort an IPv4 connection of an IPv6 socket", ["sent.aborted"], scene => Mapped(scene).Host.Abort()) { Only = Family.IPv4 },
        new("a scan of our IPv6 socket resets over IPv4", ["received.handshake"], scene =>
        {
            Puppet scanner = scene.Puppet(new IPEndPoint(scene.Host.Address, MappedListener(scene).Local.Port));
            scanner.BeginConnect();
            scanner.Reset();
        }) { Only = Family.IPv4 },
        new("a filter of a raw socket drops its copy of a reset", ["received.refused"], scene =>
        {
            TcpSocket raw = TcpSocket.OpenRaw(scene.Host.Namespace, scene.Host.IsIPv6);
            raw.FilterAll();
            scene.Host.Socket().TryConnect(scene.Peer.ClosedPort);
            raw.Close();
        }),
        new("a filter of our connection drops a reset", ["ignored.invalid"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.FilterAll();
            peer.Reset();
        }) { Without = [new(Lack.DropSockets)] },
        new("a reset passes through us on its way to another host: TCP takes in none", [], scene =>
        {
            Puppet peer = scene.Puppet(scene.Peer.ClosedPort);
            peer.Inject(peer.Draft(TcpFlags.Rst));
        })
        {
            Settings = ["net.ipv4.conf.all.forwarding=1", "net.ipv6.conf.all.forwarding=1"],
            WireSeesArrive = 1,
            WireSeesLeave = 1,
        },
        new("a connection opens and closes, we first: no reset at all", [], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            Converse(host, peer);
        }),
        new("a connection opens and closes, the peer first: no reset at all", [], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Connected();
            Converse(peer, host);
        }),
    ];

    private static (TcpSocket Host, TcpSocket Peer) Mapped(Scene scene)
    {
        TcpSocket listener = MappedListener(scene);
        TcpSocket peer = scene.Peer.Socket();
        peer.Connect(new IPEndPoint(scene.Host.Address, listener.Local.Port));
        return (scene.Host.Accept(listener), peer);
    }

    private static TcpSocket MappedListener(Scene scene) =>
        scene.Host.Listen(scene.Host.MappedSocket(), new IPEndPoint(IPAddress.IPv6Any, 0), 8);

    private static void Converse(TcpSocket first, TcpSocket second)
    {
        first.Send();
        second.Receive();
        second.Send();
        first.Receive();
        first.Finish();
        second.Receive();
        second.Close();
        first.Receive();
        first.Close();
    }
}
