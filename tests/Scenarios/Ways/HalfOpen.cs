using System.Net;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>One side does not know the connection any more (RFC 9293, section 3.5.1).</summary>
internal static class HalfOpen
{
    public static Way[] All =>
    [
        new("the peer has forgotten us, and we send data", ["received.established"], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            peer.Forget();
            host.Send();
        }),
        new("the peer has forgotten us, and our keepalive asks", ["received.established"], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            Timeouts.KeepAlive(host);
            peer.Forget();
        }),
        new("the peer has forgotten us, and we close", ["received.closing"], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            peer.Forget();
            host.Close();
        }) { EstimatesReceived = 0 },
        new("the peer has forgotten us, and connects anew from the same port", ["received.established"], scene =>
        {
            (_, TcpSocket peer) = scene.Accepted();
            ConnectAnew(scene.Peer, peer, scene.Host.Listener);
        }),
        new("we have forgotten the peer, and it sends data", ["sent.half_open"], scene =>
            Provoke(scene.Puppet(scene.Host.ClosedPort), bytes: 10)),
        new("we have forgotten the peer, and its keepalive asks", ["sent.half_open"], scene =>
            Provoke(scene.Puppet(scene.Host.ClosedPort))),
        new("we have forgotten the peer, and it closes", ["sent.half_open"], scene =>
            Provoke(scene.Puppet(scene.Host.ClosedPort), TcpFlags.Fin)),
        new("we have forgotten the peer, connect anew from the same port, and an old ACK answers", ["sent.half_open"], scene =>
        {
            (_, Puppet peer) = scene.Connecting();
            peer.Await(TcpFlags.Syn);
            peer.Inject(peer.Draft(TcpFlags.Ack) with { Acknowledgement = peer.Expected - 1_000_000 });
            peer.Await(TcpFlags.Rst);
        }),
        new("our restarted server gets data of an old connection", ["sent.half_open"], scene =>
            Provoke(scene.Puppet(scene.Host.Listener.Local), bytes: 10)),
        new("our restarted server gets the FIN of an old connection", ["sent.half_open"], scene =>
            Provoke(scene.Puppet(scene.Host.Listener.Local), TcpFlags.Fin)),
        new("a SYN-ACK with a wrong acknowledgement answers our SYN", ["sent.invalid"], scene =>
        {
            (_, Puppet peer) = scene.Connecting();
            peer.Await(TcpFlags.Syn);
            peer.Inject(peer.Draft(TcpFlags.Syn | TcpFlags.Ack) with { Acknowledgement = peer.Expected + 1000 });
            peer.Await(TcpFlags.Rst);
        }),
        new("a bad SYN comes in SYN-RECEIVED", ["sent.invalid"], scene =>
        {
            Puppet peer = scene.Puppet(scene.Host.Listener.Local);
            peer.BeginConnect();
            peer.Inject(peer.Draft(TcpFlags.Syn | TcpFlags.Ack) with { Sequence = peer.Next + 100 });
            peer.Await(TcpFlags.Rst);
        }) { EstimatesReceived = 1 },
        new("an ACK of what we never sent comes in SYN-RECEIVED of a simultaneous open", ["sent.invalid"], scene =>
        {
            (_, Puppet peer) = PeerAborts.SimultaneousOpen(scene);
            peer.Inject(peer.Draft(TcpFlags.Ack) with { Acknowledgement = peer.Expected + 1000 });
            peer.Await(TcpFlags.Rst);
        }),
        new("a SYN comes for our open connection: a challenge ACK, no reset at all", [], scene =>
        {
            (_, Puppet peer) = scene.AcceptedPuppet();
            peer.Inject(peer.Draft(TcpFlags.Syn));
            peer.AwaitAcknowledgement();
        }),
        new("an ACK of what we never sent comes for our open connection: no reset at all", [], scene =>
        {
            (_, Puppet peer) = scene.AcceptedPuppet();
            peer.Inject(peer.Draft(TcpFlags.Ack) with { Acknowledgement = peer.Expected + 100_000 });
        }),
    ];

    /// <summary>
    /// The peer goes on with a connection that we do not know. We never did: to forget one by TCP_REPAIR moves EstabResets, which a crash
    /// does not.
    /// </summary>
    private static void Provoke(Puppet peer, TcpFlags also = TcpFlags.None, int bytes = 0)
    {
        peer.Send(TcpFlags.Ack | also, bytes);
        peer.Await(TcpFlags.Rst);
    }

    /// <summary>Forgets a connection, and opens one with the same ports.</summary>
    private static void ConnectAnew(Side side, TcpSocket old, TcpSocket listener)
    {
        IPEndPoint local = old.Local;
        old.Forget();
        TcpSocket anew = side.Socket();
        anew.Bind(local);
        anew.BeginConnect(listener.Local);
    }
}
