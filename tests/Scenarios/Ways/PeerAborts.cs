using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>A reset ends our connection, in each state.</summary>
internal static class PeerAborts
{
    private const int Linger2 = 8;

    // Longer than TCP_TIMEWAIT_LEN, 60 s: the socket itself then waits in FIN-WAIT-2, not a mini socket (__tcp_close()).
    private const int LongLinger = 100;

    public static Way[] All =>
    [
        new("a peer aborts a connection that we accepted", ["received.established"], scene => scene.Accepted().Peer.Abort()),
        new("a peer aborts a connection that we opened", ["received.established"], scene => scene.Connected().Peer.Abort()),
        new("a peer closes with data of ours unread", ["received.established"], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            host.Send();
            peer.AwaitData();
            peer.Close();
        }),
        new("a peer aborts in CLOSE-WAIT", ["received.established"], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            peer.Finish();
            Scene.AwaitState(host, TcpState.CloseWait);
            peer.Abort();
        }),
        new("a peer aborts in SYN-RECEIVED of a simultaneous open", ["received.handshake"], scene =>
        {
            (TcpSocket host, Puppet peer) = SimultaneousOpen(scene);
            peer.Reset();
            _ = host;
        }),
        new("a peer aborts in FIN-WAIT-1", ["received.closing"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.Finish();
            peer.Await(TcpFlags.Fin);
            peer.Reset();
        }) { EstimatesReceived = 0 },
        new("a peer aborts in FIN-WAIT-1 after we closed", ["received.closing"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.Close();
            peer.Await(TcpFlags.Fin);
            peer.Reset();
        }) { EstimatesReceived = 0 },
        new("a peer aborts in FIN-WAIT-2", ["received.closing"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.Finish();
            peer.Await(TcpFlags.Fin);
            peer.Send(TcpFlags.Ack);
            Scene.AwaitState(host, TcpState.FinWait2);
            peer.Reset();
        }) { EstimatesReceived = 0 },
        new("a peer aborts in FIN-WAIT-2 after we closed", ["received.closing"], scene =>
        {
            (TcpSocket host, Puppet peer) = FinWait2(scene, LongLinger);
            host.Close();
            peer.Reset();
        }) { EstimatesReceived = 0 },
        new("a peer aborts in FIN-WAIT-2 that lives on as a mini socket", ["received.closing"], scene =>
        {
            (TcpSocket host, Puppet peer) = FinWait2(scene, 0);
            host.Close();
            peer.Reset();
        }) { EstimatesReceived = 0 },
        new("a peer that closed aborts, and we are in FIN-WAIT-2", ["received.closing"], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Connected();
            host.Finish();
            Scene.AwaitState(host, TcpState.FinWait2);
            peer.Abort();
        }) { EstimatesReceived = 0 },
        new("a peer aborts in CLOSING", ["received.closing"], scene => Closing(scene).Peer.Reset()) { EstimatesReceived = 0 },
        new("a peer aborts in LAST-ACK", ["received.closing"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            peer.Send(TcpFlags.Fin | TcpFlags.Ack);
            Scene.AwaitState(host, TcpState.CloseWait);
            host.Finish();
            peer.Await(TcpFlags.Fin);
            peer.Reset();
        }) { EstimatesReceived = 0 },
        new("a peer aborts in LAST-ACK after we closed", ["received.closing"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            peer.Send(TcpFlags.Fin | TcpFlags.Ack);
            Scene.AwaitState(host, TcpState.CloseWait);
            host.Close();
            peer.Await(TcpFlags.Fin);
            peer.Reset();
        }) { EstimatesReceived = 0 },
        new("a peer that has sent its FIN resets as if it had not, in CLOSE-WAIT", ["received.established"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            peer.Send(TcpFlags.Fin | TcpFlags.Ack);
            Scene.AwaitState(host, TcpState.CloseWait);
            peer.Reset(-1); // tcp_reset_check(): some systems do so
        }),
        new("a peer that has sent its FIN resets as if it had not, in CLOSING", ["received.closing"], scene =>
            Closing(scene).Peer.Reset(-1)) { EstimatesReceived = 0 },
        new("a peer aborts behind data that is missing", ["received.established"], scene =>
        {
            Puppet peer = scene.Puppet(scene.Host.Listener.Local);
            peer.Inject(peer.Draft(TcpFlags.Syn) with { Options = [1, 1, 4, 2] }); // RFC 2018, section 2
            peer.Next++;
            peer.Await(TcpFlags.Syn | TcpFlags.Ack);
            peer.Send(TcpFlags.Ack);
            TcpSocket host = scene.Host.Accept(scene.Host.Listener);
            peer.Inject(peer.Draft(TcpFlags.Ack) with { Sequence = peer.Next + 100, Payload = new byte[10] });
            peer.AwaitAcknowledgement();
            peer.Reset(110); // the end of what it has sent: tcp_validate_incoming(), RFC 5961, section 3
            _ = host;
        }),
        new("a peer aborts with data in its reset", ["received.established"], scene =>
        {
            (_, Puppet peer) = scene.AcceptedPuppet();
            peer.Inject(peer.Draft(TcpFlags.Rst | TcpFlags.Ack) with { Payload = new byte[10] }); // RFC 9293, section 3.5.3
        }),
        new("a peer aborts with SYN and FIN in its reset", ["received.established"], scene =>
        {
            (_, Puppet peer) = scene.AcceptedPuppet();
            peer.Inject(peer.Draft(TcpFlags.Rst | TcpFlags.Ack | TcpFlags.Syn | TcpFlags.Fin));
        }),
        new("a firewall of the peer rejects our connect", ["received.refused"], scene =>
            scene.Host.Socket().TryConnect(scene.Peer.Listener.Local))
        {
            PeerFirewall = "table inet t { chain c { type filter hook input priority 0; tcp flags syn reject with tcp reset; }; }",
        },
        new("a firewall of the peer rejects our data", ["received.established"], scene =>
        {
            (TcpSocket host, _) = scene.Connected();
            host.Send();
        })
        {
            PeerFirewall = "table inet t { chain c { type filter hook input priority 0; tcp flags psh reject with tcp reset; }; }",
        },
    ];

    /// <summary>Both send a SYN, neither has answered the other's: RFC 9293, figure 7.</summary>
    public static (TcpSocket Host, Puppet Peer) SimultaneousOpen(Scene scene)
    {
        (TcpSocket host, Puppet peer) = scene.Connecting();
        peer.Await(TcpFlags.Syn);
        peer.Send(TcpFlags.Syn);
        Scene.AwaitState(host, TcpState.SynReceived);
        return (host, peer);
    }

    /// <summary>Both have sent a FIN, and the peer has not acknowledged ours: RFC 9293, figure 13.</summary>
    public static (TcpSocket Host, Puppet Peer) Closing(Scene scene)
    {
        (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
        host.Finish();
        Segment finish = peer.Await(TcpFlags.Fin);
        peer.Inject(peer.Draft(TcpFlags.Fin | TcpFlags.Ack) with { Acknowledgement = finish.Sequence });
        peer.Next++;
        Scene.AwaitState(host, TcpState.Closing);
        return (host, peer);
    }

    /// <summary>We have sent our FIN and wait for the peer's.</summary>
    /// <param name="linger2">For how long, in seconds, once closed; 0 for the system's.</param>
    public static (TcpSocket Host, Puppet Peer) FinWait2(Scene scene, int linger2)
    {
        (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
        if (linger2 != 0)
        {
            host.Set(TcpSocket.Tcp, Linger2, linger2);
        }

        host.Finish();
        peer.Await(TcpFlags.Fin);
        peer.Send(TcpFlags.Ack);
        Scene.AwaitState(host, TcpState.FinWait2);
        return (host, peer);
    }
}
