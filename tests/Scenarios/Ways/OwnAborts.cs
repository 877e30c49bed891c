using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>We end our connections with a reset: on purpose, because data is left, or because the process is gone.</summary>
internal static class OwnAborts
{
    private const int Linger2 = 8;

    public static Way[] All =>
    [
        new("we abort a connection that we accepted", ["sent.aborted"], scene => scene.Accepted().Host.Abort()),
        new("we abort a connection that we opened", ["sent.aborted"], scene => scene.Connected().Host.Abort()),
        new("we abort in CLOSE-WAIT", ["sent.aborted"], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            peer.Finish();
            Scene.AwaitState(host, TcpState.CloseWait);
            host.Abort();
        }),
        new("we abort in FIN-WAIT-1", ["sent.aborted"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.Finish();
            peer.Await(TcpFlags.Fin);
            host.Abort();
        }),
        new("we abort in FIN-WAIT-2", ["sent.aborted"], scene => PeerAborts.FinWait2(scene, 0).Host.Abort()),
        new("we abort in LAST-ACK with data unsent", ["sent.aborted"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            peer.Window = 0;
            peer.Send(TcpFlags.Ack, bytes: 1);
            host.Receive();
            peer.Send(TcpFlags.Fin | TcpFlags.Ack);
            Scene.AwaitState(host, TcpState.CloseWait);
            host.Send();
            host.Finish();
            Scene.AwaitState(host, TcpState.LastAck);
            host.Abort();
        }),
        new("we abort in LAST-ACK: no reset at all", [], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            peer.Send(TcpFlags.Fin | TcpFlags.Ack);
            Scene.AwaitState(host, TcpState.CloseWait);
            host.Finish();
            peer.Await(TcpFlags.Fin);
            host.Abort();
        }),
        new("we abort in CLOSING: no reset at all", [], scene => PeerAborts.Closing(scene).Host.Abort()),
        new("we abort in SYN-SENT: no reset at all", [], scene => scene.Connecting().Host.Abort()),
        new("we abort in SYN-RECEIVED of a simultaneous open", ["sent.aborted"], scene => PeerAborts.SimultaneousOpen(scene).Host.Abort()),
        new("we disconnect a socket", ["sent.aborted"], scene => scene.Connected().Host.Disconnect()) { EstimatesReceived = 1 },
        new("an administrator ends our connection with ss -K", ["sent.aborted"], scene =>
        {
            scene.Accepted();
            Kill(scene, "established", scene.Host.Listener);
        }) { EstimatesReceived = 1 },
        new("an administrator ends our connection with data unread", ["sent.aborted"], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            peer.Send();
            host.AwaitData();
            Kill(scene, "established", scene.Host.Listener);
        }) { EstimatesReceived = 1 },
        new("an administrator ends a listener with connections in its accept queue", [.. Enumerable.Repeat("sent.aborted", 3)], scene =>
            Kill(scene, "listening", Unaccepted(scene, 3))) { Times = 2, EstimatesReceived = 3 },
        new("an administrator ends a connection in SYN-RECEIVED: no reset at all", [], scene =>
        {
            Puppet peer = scene.Puppet(scene.Host.Listener.Local);
            peer.BeginConnect();
            Kill(scene, "syn-recv", scene.Host.Listener);
        }),
        new("an administrator ends a TIME-WAIT: no reset at all", [], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.Close();
            peer.Await(TcpFlags.Fin);
            peer.Send(TcpFlags.Fin | TcpFlags.Ack);
            peer.AwaitAcknowledgement();
            Kill(scene, "time-wait", scene.Host.Listener);
        }),
        new("we close with data unread", ["sent.unread_data"], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            peer.Send();
            host.AwaitData();
            host.Close();
        }),
        new("we close a connection that we opened, with data unread", ["sent.unread_data"], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Connected();
            peer.Send();
            host.AwaitData();
            host.Close();
        }),
        new("we close in CLOSE-WAIT with data unread", ["sent.unread_data"], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            peer.Send();
            peer.Finish();
            Scene.AwaitState(host, TcpState.CloseWait);
            host.Close();
        }),
        new("kill -9 of a program with data unread", ["sent.unread_data"], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            peer.Send();
            host.AwaitData();
            Kill(host);
        }),
        new("kill -9 of a program with an open connection: no reset at all", [], scene =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            Kill(host);
            _ = peer.Receive();
        }),
        new("kill -9 of a server with connections in its accept queue", ["sent.aborted", "sent.aborted", "sent.aborted"], scene =>
            Kill(Unaccepted(scene, 3))) { Times = 2, EstimatesReceived = 3 },
        new("a server closes with connections in its accept queue", ["sent.aborted", "sent.aborted", "sent.aborted"], scene =>
            Unaccepted(scene, 3).Close()) { Times = 2, EstimatesReceived = 3 },
        new("a server closes while connections are in SYN-RECEIVED: no reset at all", [], scene =>
        {
            TcpSocket listener = scene.Host.Listen(8);
            Puppet peer = scene.Puppet(listener.Local);
            peer.BeginConnect();
            listener.Close();
        }),
        new("data comes after we closed, in FIN-WAIT-1", ["sent.late_data"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.Close();
            Segment finish = peer.Await(TcpFlags.Fin);
            peer.Inject(peer.Draft(TcpFlags.Ack) with { Acknowledgement = finish.Sequence, Payload = new byte[10] });
            peer.Await(TcpFlags.Rst);
        }),
        new("data comes after we closed, in FIN-WAIT-2", ["sent.late_data"], scene =>
        {
            (TcpSocket host, Puppet peer) = PeerAborts.FinWait2(scene, 100);
            host.Close();
            peer.Send(TcpFlags.Ack, bytes: 10);
            peer.Await(TcpFlags.Rst);
        }),
        new("data comes after we shut both sides down", ["sent.late_data"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.FinishBoth();
            peer.Await(TcpFlags.Fin);
            peer.Send(TcpFlags.Ack);
            Scene.AwaitState(host, TcpState.FinWait2);
            peer.Send(TcpFlags.Ack, bytes: 10);
            peer.Await(TcpFlags.Rst);
        }),
        new("data comes after we closed, for a mini socket in FIN-WAIT-2", ["sent.late_data"], scene =>
        {
            (TcpSocket host, Puppet peer) = PeerAborts.FinWait2(scene, 0);
            host.Close();
            peer.Send(TcpFlags.Ack, bytes: 10);
            peer.Await(TcpFlags.Rst);
        }),
        new("data comes after we closed with a negative TCP_LINGER2", ["sent.late_data"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.Set(TcpSocket.Tcp, Linger2, -1);
            host.Close();
            Segment finish = peer.Await(TcpFlags.Fin);
            peer.Inject(peer.Draft(TcpFlags.Ack) with { Acknowledgement = finish.Sequence, Payload = new byte[10] });
            peer.Await(TcpFlags.Rst);
        }),
        new("data beyond the peer's FIN comes, in CLOSE-WAIT", ["sent.invalid"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            peer.Send(TcpFlags.Fin | TcpFlags.Ack);
            Scene.AwaitState(host, TcpState.CloseWait);
            SendBeyondFin(peer, peer.Expected);
        }),
        new("data beyond the peer's FIN comes, in CLOSING", ["sent.invalid"], scene =>
        {
            (_, Puppet peer) = PeerAborts.Closing(scene);
            SendBeyondFin(peer, peer.Expected - 1);
        }),
        new("data beyond the peer's FIN comes, in LAST-ACK", ["sent.invalid"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            peer.Send(TcpFlags.Fin | TcpFlags.Ack);
            Scene.AwaitState(host, TcpState.CloseWait);
            host.Close();
            Segment finish = peer.Await(TcpFlags.Fin);
            SendBeyondFin(peer, finish.Sequence);
        }),
        new("we close in FIN-WAIT-2, with a negative TCP_LINGER2", ["sent.aborted"], scene =>
            PeerAborts.FinWait2(scene, -1).Host.Close()),
        new("our FIN is acknowledged after we closed with a negative TCP_LINGER2", ["sent.aborted"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.Set(TcpSocket.Tcp, Linger2, -1);
            host.Close();
            peer.Await(TcpFlags.Fin);
            peer.Send(TcpFlags.Ack);
            peer.Await(TcpFlags.Rst);
        }),
    ];

    /// <summary>A segment that begins with the FIN's sequence number and goes on behind it (tcp_rcv_state_process(), CLOSE-WAIT).</summary>
    private static void SendBeyondFin(Puppet peer, uint acknowledgement)
    {
        peer.Inject(peer.Draft(TcpFlags.Ack) with { Sequence = peer.Next - 1, Acknowledgement = acknowledgement, Payload = new byte[10] });
        peer.Await(TcpFlags.Rst);
    }

    private static TcpSocket Unaccepted(Scene scene, int connections)
    {
        TcpSocket listener = scene.Host.Listen(8);
        for (int i = 0; i < connections; i++)
        {
            scene.Peer.Socket().Connect(listener.Local);
        }

        return listener;
    }

    /// <summary>ss -K of what is in a state at a listener's port: <c>tcp_abort()</c>.</summary>
    private static void Kill(Scene scene, string state, TcpSocket listener) =>
        scene.Host.Namespace.Run("ss", $"-K -H state {state} sport = {listener.Local.Port}");

    /// <summary>Gives a socket to a program that does nothing, and kills it.</summary>
    private static void Kill(TcpSocket socket)
    {
        socket.LetInherit();
        using RunningProgram program = new("sleep", ["60"]);
        socket.Close();
        program.Kill();
    }
}
