using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>Segments for a connection that both sides have closed (RFC 1337).</summary>
internal static class TimeWaits
{
    private const string Protected = "net.ipv4.tcp_rfc1337=1";

    public static Way[] All =>
    [
        new("a reset kills a TIME-WAIT", ["received.time_wait"], scene => TimeWait(scene).Reset()) { EstimatesReceived = 0 },
        new("a reset meets a TIME-WAIT with tcp_rfc1337=1", ["ignored.time_wait"], scene =>
            TimeWait(scene).Reset()) { Settings = [Protected] },
        new("a reset above the window meets a TIME-WAIT", ["ignored.time_wait"], scene => TimeWait(scene).Reset(10_000_000)),
        new("a reset below the window meets a TIME-WAIT", ["ignored.time_wait"], scene => TimeWait(scene).Reset(-10_000_000)),
        new("a reset in the window but not exact meets a TIME-WAIT", ["ignored.time_wait"], scene => TimeWait(scene).Reset(10)),
        new("an old segment wakes a TIME-WAIT, and the peer resets its ACK", ["received.time_wait"], scene =>
        {
            Puppet peer = TimeWait(scene);
            peer.Inject(peer.Draft(TcpFlags.Ack) with { Sequence = peer.Next - 100, Payload = new byte[10] });
            peer.AwaitAcknowledgement();
            peer.Reset();
        }) { EstimatesReceived = 0 },
        new("an old segment wakes a TIME-WAIT with tcp_rfc1337=1, and the peer resets its ACK", ["ignored.time_wait"], scene =>
        {
            Puppet peer = TimeWait(scene);
            peer.Inject(peer.Draft(TcpFlags.Ack) with { Sequence = peer.Next - 100, Payload = new byte[10] });
            peer.AwaitAcknowledgement();
            peer.Reset();
        }) { Settings = [Protected] },
        new("an old segment comes for a TIME-WAIT: no reset at all", [], scene =>
        {
            Puppet peer = TimeWait(scene);
            peer.Inject(peer.Draft(TcpFlags.Ack) with { Sequence = peer.Next - 100, Payload = new byte[10] });
            peer.AwaitAcknowledgement();
        }),
        new("an old SYN comes for a TIME-WAIT: no reset at all", [], scene =>
        {
            Puppet peer = TimeWait(scene);
            peer.Inject(peer.Draft(TcpFlags.Syn) with { Sequence = peer.Next - 100 });
            peer.AwaitAcknowledgement();
        }),
        new("a reset out of the window meets a mini socket in FIN-WAIT-2", ["ignored.out_of_window"], scene =>
        {
            (TcpSocket host, Puppet peer) = PeerAborts.FinWait2(scene, 0);
            host.Close();
            peer.Reset(10_000_000);
        }),
        new("a reset kills a TIME-WAIT that was a mini socket in FIN-WAIT-2", ["received.time_wait"], scene =>
        {
            (TcpSocket host, Puppet peer) = PeerAborts.FinWait2(scene, 0);
            host.Close();
            peer.Send(TcpFlags.Fin | TcpFlags.Ack);
            peer.AwaitAcknowledgement();
            peer.Reset();
        }) { EstimatesReceived = 0 },
        new("a reset with data kills a TIME-WAIT", ["received.time_wait"], scene =>
        {
            Puppet peer = TimeWait(scene);
            peer.Inject(peer.Draft(TcpFlags.Rst | TcpFlags.Ack) with { Payload = new byte[10] });
        }) { EstimatesReceived = 0 },
        new("a SYN comes for a mini socket in FIN-WAIT-2", ["sent.invalid"], scene =>
        {
            (TcpSocket host, Puppet peer) = PeerAborts.FinWait2(scene, 0);
            host.Close();
            peer.Inject(peer.Draft(TcpFlags.Syn));
            peer.Await(TcpFlags.Rst);
        }),
    ];

    /// <summary>We closed first, and are left in TIME-WAIT.</summary>
    private static Puppet TimeWait(Scene scene)
    {
        (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
        host.Close();
        peer.Await(TcpFlags.Fin);
        peer.Send(TcpFlags.Fin | TcpFlags.Ack);
        peer.AwaitAcknowledgement();
        return peer;
    }
}
