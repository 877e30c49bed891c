using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>More want in than the server has room for; SYN cookies; Fast Open, whose connections are used before they are open.</summary>
internal static class ListenQueues
{
    private const string Resets = "net.ipv4.tcp_abort_on_overflow=1";
    private const string NoCookies = "net.ipv4.tcp_syncookies=0";
    private const string CookiesWhenFull = "net.ipv4.tcp_syncookies=1";
    private const string CookiesAlways = "net.ipv4.tcp_syncookies=2";

    // Server on, no cookie needed, for all listeners (ip-sysctl, tcp_fastopen: 0x1, 0x2, 0x200, 0x400).
    private const string FastOpen = "net.ipv4.tcp_fastopen=1539";

    public static Way[] All =>
    [
        new("our listen queue is full, with tcp_abort_on_overflow=1", ["sent.queue_full", "sent.queue_full"], OverflowByTwo) { Settings = [Resets] },
        new("our listen queue is full, with tcp_abort_on_overflow=0: no reset at all", [], OverflowByTwo),
        new("our listen queue is full, with tcp_abort_on_overflow=1 and cookies: no reset at all", [], OverflowByTwo) { Settings = [Resets, CookiesAlways] },
        new("a SYN flood without cookies: no reset at all", [], Flood) { Times = 1, Settings = [NoCookies] },
        new("a SYN flood with cookies when full: no reset at all", [], Flood) { Times = 1, Settings = [CookiesWhenFull] },
        new("a SYN flood with cookies always: no reset at all", [], Flood) { Times = 1, Settings = [CookiesAlways] },
        new("a reset answers a cookie", ["ignored.stray"], scene =>
        {
            Puppet peer = scene.Puppet(scene.Host.Listener.Local);
            peer.Send(TcpFlags.Syn);
            peer.Await(TcpFlags.Syn | TcpFlags.Ack);
            peer.Reset();
        }) { Settings = [CookiesAlways], CountsOnLinux61 = [] },
        new("an ACK comes with a wrong cookie", ["sent.half_open"], scene =>
        {
            Puppet peer = scene.Puppet(scene.Host.Listener.Local);
            peer.Send(TcpFlags.Syn);
            peer.Await(TcpFlags.Syn | TcpFlags.Ack);
            peer.Inject(peer.Draft(TcpFlags.Ack) with { Acknowledgement = peer.Expected + 1000 });
            peer.Await(TcpFlags.Rst);
        }) { Settings = [CookiesAlways] },
        new("a peer aborts a connection that a cookie opened", ["received.established"], scene =>
        {
            (_, Puppet peer) = scene.AcceptedPuppet();
            peer.Reset();
        }) { Settings = [CookiesAlways] },
        new("a peer resets its Fast Open connection", ["received.handshake"], scene => OpenFast(scene).Reset()) { Settings = [FastOpen], EstimatesReceived = 2 },
        new("we abort a Fast Open connection in the handshake", ["sent.aborted"], scene =>
        {
            OpenFast(scene);
            TcpSocket host = scene.Host.Accept(scene.Host.Listener);
            host.Receive();
            host.Abort();
        }) { Settings = [FastOpen] },
    ];

    private static void OverflowByTwo(Scene scene)
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
            peer.Send(TcpFlags.Syn);
            peer.Await(TcpFlags.Syn | TcpFlags.Ack);
        }

        foreach (Puppet peer in peers)
        {
            peer.Send(TcpFlags.Ack);
        }
    }

    private static void Flood(Scene scene)
    {
        TcpSocket listener = scene.Host.Listen(4);
        for (int i = 0; i < 500; i++)
        {
            scene.Puppet(listener.Local).Send(TcpFlags.Syn);
        }
    }

    /// <summary>A SYN with data, which the server gets before the handshake is over.</summary>
    private static Puppet OpenFast(Scene scene)
    {
        Puppet peer = scene.Puppet(scene.Host.Listener.Local);
        peer.Send(TcpFlags.Syn, bytes: 10);
        peer.Await(TcpFlags.Syn | TcpFlags.Ack);
        return peer;
    }
}
