using System.Net;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>More want in than the server has room for; SYN cookies; Fast Open, whose connections are used before they are open.</summary>
internal static class ListenQueues
{
    private const string Resets = "net.ipv4.tcp_abort_on_overflow=1";
    private const string GivesUpSoon = "net.ipv4.tcp_synack_retries=0"; // after a second: reqsk_timer_handler()
    private const string NoCookies = "net.ipv4.tcp_syncookies=0";
    private const string CookiesWhenFull = "net.ipv4.tcp_syncookies=1";
    private const string CookiesAlways = "net.ipv4.tcp_syncookies=2";

    // Server on, no cookie needed, for all listeners (ip-sysctl, tcp_fastopen: 0x1, 0x2, 0x200, 0x400).
    private const string FastOpen = "net.ipv4.tcp_fastopen=1539";

    private const string Migrates = "net.ipv4.tcp_migrate_req=1";
    private const int DeferAccept = 9;
    private const int ReusePort = 15;

    public static Way[] All =>
    [
        new("our listen queue is full, with tcp_abort_on_overflow=1", ["sent.queue_full", "sent.queue_full"], scene => OverflowByTwo(scene))
        {
            Settings = [Resets],
        },
        new("our listen queue is full, with tcp_abort_on_overflow=0: no reset as long as they wait", [], scene => OverflowByTwo(scene)),
        new("our listen queue is full, with tcp_abort_on_overflow=0, and the wait is over", ["sent.queue_full", "sent.queue_full"], scene =>
        {
            (_, Puppet first, Puppet second) = OverflowByTwo(scene);
            first.RetransmitUntilReset();
            second.RetransmitUntilReset();
        }) { Times = 2, Settings = [GivesUpSoon] },
        new("our listen queue was full, the wait is over, and there is room again", ["sent.queue_full", "sent.half_open"], scene =>
        {
            // The second's wait ends last.
            (TcpSocket listener, Puppet first, Puppet second) = OverflowByTwo(scene);
            second.RetransmitUntilReset();
            scene.Host.Accept(listener);
            first.RetransmitUntilReset();
        }) { Times = 2, Settings = [GivesUpSoon] },
        new("our listen queue is full, with tcp_abort_on_overflow=1 and cookies: no reset at all", [], scene => OverflowByTwo(scene))
        {
            Settings = [Resets, CookiesAlways],
        },
        new("a SYN flood without cookies: no reset at all", [], Flood) { Times = 1, Settings = [NoCookies] },
        new("a SYN flood with cookies when full: no reset at all", [], Flood) { Times = 1, Settings = [CookiesWhenFull] },
        new("a SYN flood with cookies always: no reset at all", [], Flood) { Times = 1, Settings = [CookiesAlways] },
        new("a reset answers a cookie", ["ignored.stray"], scene =>
        {
            Puppet peer = scene.Puppet(scene.Host.Listener.Local);
            peer.BeginConnect();
            peer.Reset();
        }) { Settings = [CookiesAlways], Without = [new(Lack.DropSockets)] },
        new("an ACK comes with a wrong cookie", ["sent.half_open"], scene =>
        {
            Puppet peer = scene.Puppet(scene.Host.Listener.Local);
            peer.BeginConnect();
            peer.Inject(peer.Draft(TcpFlags.Ack) with { Acknowledgement = peer.Expected + 1000 });
            peer.Await(TcpFlags.Rst);
        }) { Settings = [CookiesAlways] },
        new("a peer aborts a connection that a cookie opened", ["received.established"], scene =>
        {
            (_, Puppet peer) = scene.AcceptedPuppet();
            peer.Reset();
        }) { Settings = [CookiesAlways] },
        new("a peer resets its Fast Open connection", ["received.handshake"], scene =>
            OpenFast(scene).Reset()) { Settings = [FastOpen], EstimatesReceived = 2 },
        new("we abort a Fast Open connection in the handshake", ["sent.aborted"], scene =>
        {
            OpenFast(scene);
            TcpSocket host = scene.Host.Accept(scene.Host.Listener);
            host.Receive();
            host.Abort();
        }) { Settings = [FastOpen] },
        new("a peer resets its Fast Open connection after we closed it", ["received.closing"], scene =>
        {
            Puppet peer = OpenFast(scene);
            TcpSocket host = scene.Host.Accept(scene.Host.Listener);
            host.Receive();
            host.Close();
            peer.Await(TcpFlags.Fin);
            peer.Reset();
        }) { Settings = [FastOpen], EstimatesReceived = 1 },
        new("a reset of a Fast Open connection is out of the window", ["ignored.out_of_window"], scene =>
            OpenFast(scene).Reset(10_000_000)) { Settings = [FastOpen], Without = [new(Lack.DropSockets)] },
        new("a reset of a Fast Open connection is in the window but not exact", ["ignored.out_of_window"], scene =>
            OpenFast(scene).Reset(100))
        {
            Settings = [FastOpen],
            Without = [new(Lack.ExactInHandshake, "received.handshake") { EstimatesReceived = 2 }, new(Lack.DropSockets)],
        },
        new("a bad SYN comes for a Fast Open connection", ["sent.invalid"], scene =>
        {
            Puppet peer = OpenFast(scene);
            peer.Inject(peer.Draft(TcpFlags.Syn) with { Sequence = peer.Next + 100 });
            peer.Await(TcpFlags.Rst);
        }) { Settings = [FastOpen], EstimatesReceived = 1 },
        new("an ACK of what we never sent comes for a Fast Open connection", ["sent.invalid"], scene =>
        {
            Puppet peer = OpenFast(scene);
            peer.Inject(peer.Draft(TcpFlags.Ack) with { Acknowledgement = peer.Expected + 1000 });
            peer.Await(TcpFlags.Rst);
        }) { Settings = [FastOpen] },
        new("a server closes with a Fast Open connection in its accept queue", ["sent.aborted"], scene =>
        {
            TcpSocket listener = scene.Host.Listen(8);
            OpenFast(scene, listener);
            listener.Close();
        }) { Settings = [FastOpen] },
        new("a health check connects and resets before the server has data that it waits for", ["received.handshake"], scene =>
        {
            TcpSocket listener = scene.Host.Listen(8);
            listener.Set(TcpSocket.Tcp, DeferAccept, 10);
            Puppet check = scene.Puppet(listener.Local);
            check.Connect();
            check.Reset();
        }),
        new("a server closes while a connection is in SYN-RECEIVED, and the ACK comes", ["sent.half_open"], scene =>
        {
            TcpSocket listener = scene.Host.Listen(8);
            Puppet peer = SynReceived(scene, listener);
            listener.Close();
            peer.Send(TcpFlags.Ack);
            peer.Await(TcpFlags.Rst);
        }),
        new("a server closes while a connection is in SYN-RECEIVED, and a reset comes", ["ignored.stray"], scene =>
        {
            TcpSocket listener = scene.Host.Listen(8);
            Puppet peer = SynReceived(scene, listener);
            listener.Close();
            peer.Reset();
        }),
        new("a server closes, another takes over what is in SYN-RECEIVED, and a reset comes", ["received.handshake"], scene =>
        {
            TcpSocket listener = ListenTogether(scene, 0);
            Puppet peer = SynReceived(scene, listener);
            ListenTogether(scene, listener.Local.Port);
            listener.Close();
            peer.Reset();
        }) { Settings = [Migrates], Needs = Lack.Migration },
        new("a server closes, and another takes over what is in its accept queue: no reset at all", [], scene =>
        {
            TcpSocket listener = ListenTogether(scene, 0);
            scene.Puppet(listener.Local).Connect();
            ListenTogether(scene, listener.Local.Port);
            listener.Close();
        }) { Settings = [Migrates], Needs = Lack.Migration },
    ];

    /// <returns>The two that there is no room for.</returns>
    private static (TcpSocket Listener, Puppet First, Puppet Second) OverflowByTwo(Scene scene)
    {
        // A queue of length 4 holds 5 connections, and lets at most 4 be in SYN-RECEIVED. All must be there before it is full: then
        // a SYN would be dropped.
        TcpSocket listener = scene.Host.Listen(4);
        for (int i = 0; i < 3; i++)
        {
            scene.Puppet(listener.Local).Connect();
        }

        Puppet[] peers = [.. Enumerable.Range(0, 4).Select(_ => scene.Puppet(listener.Local))];
        foreach (Puppet peer in peers)
        {
            peer.BeginConnect();
        }

        foreach (Puppet peer in peers)
        {
            peer.Send(TcpFlags.Ack);
        }

        return (listener, peers[2], peers[3]);
    }

    private static void Flood(Scene scene)
    {
        TcpSocket listener = scene.Host.Listen(4);
        for (int i = 0; i < 500; i++)
        {
            scene.Puppet(listener.Local).Send(TcpFlags.Syn);
        }
    }

    private static Puppet SynReceived(Scene scene, TcpSocket listener)
    {
        Puppet peer = scene.Puppet(listener.Local);
        peer.BeginConnect();
        return peer;
    }

    /// <summary>A listener that shares its port with others.</summary>
    private static TcpSocket ListenTogether(Scene scene, int port)
    {
        TcpSocket socket = scene.Host.Socket();
        socket.Set(1, ReusePort, 1);
        return scene.Host.Listen(socket, new IPEndPoint(scene.Host.Address, port), 8);
    }

    /// <summary>A SYN with data, which the server gets before the handshake is over.</summary>
    private static Puppet OpenFast(Scene scene, TcpSocket? listener = null)
    {
        Puppet peer = scene.Puppet((listener ?? scene.Host.Listener).Local);
        peer.Send(TcpFlags.Syn, bytes: 10);
        peer.Await(TcpFlags.Syn | TcpFlags.Ack);
        return peer;
    }
}
