using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>The peer's clock has gone back, or it echoes what we never said (RFC 7323, section 5).</summary>
internal static class Timestamps
{
    private const uint Now = 1_000_000;
    private const uint Earlier = Now - 10_000;

    public static Way[] All =>
    [
        new("a peer aborts with an old timestamp", ["received.established"], scene =>
        {
            Puppet peer = NewPuppet(scene);
            peer.Connect();
            scene.Host.Accept(scene.Host.Listener);
            peer.Clock = Earlier;
            peer.Reset();
        }),
        new("a reset in SYN-RECEIVED has an old timestamp", ["ignored.out_of_window"], scene =>
        {
            Puppet peer = SynReceived(scene);
            peer.Clock = Earlier;
            peer.Reset();
        }),
        new("a reset in SYN-RECEIVED echoes what we never said", ["ignored.out_of_window"], scene =>
        {
            Puppet peer = SynReceived(scene);
            peer.Echo += 1_000_000;
            peer.Reset();
        }) { Without = [new(Lack.EchoInHandshake, "received.handshake")] },
        new("a reset with an old timestamp meets a TIME-WAIT", ["ignored.time_wait"], scene =>
        {
            Puppet peer = Finished(scene);
            peer.Send(TcpFlags.Fin | TcpFlags.Ack);
            peer.AwaitAcknowledgement();
            peer.Clock = Earlier;
            peer.Reset();
        }),
        new("a reset with an old timestamp meets a mini socket in FIN-WAIT-2", ["ignored.out_of_window"], scene =>
        {
            Puppet peer = Finished(scene);
            peer.Send(TcpFlags.Ack);
            peer.Clock = Earlier;
            peer.Reset();
        }),
        new("a SYN-ACK echoes what our SYN never said", ["sent.invalid"], scene =>
        {
            (_, Puppet peer) = scene.Connecting();
            peer.Clock = Now;
            peer.Await(TcpFlags.Syn);
            peer.Echo += 1_000_000;
            peer.Send(TcpFlags.Syn | TcpFlags.Ack);
            peer.Await(TcpFlags.Rst);
        }),
    ];

    private static Puppet NewPuppet(Scene scene)
    {
        Puppet peer = scene.Puppet(scene.Host.Listener.Local);
        peer.Clock = Now;
        return peer;
    }

    private static Puppet SynReceived(Scene scene)
    {
        Puppet peer = NewPuppet(scene);
        peer.BeginConnect();
        return peer;
    }

    /// <summary>We have closed, and the peer has our FIN.</summary>
    private static Puppet Finished(Scene scene)
    {
        Puppet peer = NewPuppet(scene);
        peer.Connect();
        scene.Host.Accept(scene.Host.Listener).Close();
        peer.Await(TcpFlags.Fin);
        return peer;
    }
}
