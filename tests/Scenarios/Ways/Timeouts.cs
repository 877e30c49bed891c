using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>The peer is silent, and we give up.</summary>
internal static class Timeouts
{
    private const int KeepIdle = 4;
    private const int KeepInterval = 5;
    private const int KeepCount = 6;
    private const int UserTimeout = 18;
    private const int SocketLevel = 1;
    private const int SocketKeepAlive = 9;
    private const int Linger = 13;
    private const int TimedOut = 110;

    public static Way[] All =>
    [
        new("our keepalive gives up", ["sent.timeout"], scene => KeepAlive(scene.ConnectedPuppet().Host)),
        new("our keepalive gives up after the peer's FIN", ["sent.timeout"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.ConnectedPuppet();
            peer.Send(TcpFlags.Fin | TcpFlags.Ack);
            KeepAlive(host);
        }),
        new("our keepalive gives up with data unread", ["sent.timeout"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.ConnectedPuppet();
            peer.Send(TcpFlags.Ack | TcpFlags.Psh, bytes: 10);
            KeepAlive(host);
        }),
        new("our keepalive gives up on a socket with SO_LINGER 0", ["sent.timeout"], scene =>
        {
            (TcpSocket host, _) = scene.ConnectedPuppet();
            host.Set(SocketLevel, Linger, [1, 0, 0, 0, 0, 0, 0, 0]);
            KeepAlive(host);
        }),
        new("we closed, and tcp_fin_timeout is over before the peer's FIN comes", ["sent.timeout"], scene =>
        {
            // A FIN-WAIT-2 of more than a minute waits as a socket, for a second here; if it then shall last no longer, it is reset:
            // tcp_keepalive_timer().
            (TcpSocket host, Puppet peer) = PeerAborts.FinWait2(scene, 0);
            host.Close();
            string before = scene.Host.Namespace.Set("net.ipv4.tcp_fin_timeout", "60");
            peer.Await(TcpFlags.Rst);
            scene.Host.Namespace.Set("net.ipv4.tcp_fin_timeout", before);
        }) { Times = 2, Settings = ["net.ipv4.tcp_fin_timeout=61"] },
        new("TCP_USER_TIMEOUT ends a connection: no reset at all", [], scene =>
        {
            (TcpSocket host, _) = scene.ConnectedPuppet();
            host.Set(TcpSocket.Tcp, UserTimeout, 300);
            host.Send();
            AwaitTimeout(host);
        }) { Times = 2 },
        new("TCP_USER_TIMEOUT ends a connection whose window is shut: no reset at all", [], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.ConnectedPuppet();
            peer.Window = 0;
            peer.Send(TcpFlags.Ack, bytes: 1);
            peer.AwaitAcknowledgement();
            host.Receive();
            host.Set(TcpSocket.Tcp, UserTimeout, 300);
            host.Send();
            AwaitTimeout(host);
        }) { Times = 1 },
        new("our data is never acknowledged, and tcp_retries2 gives up: no reset at all", [], scene =>
        {
            (TcpSocket host, _) = scene.ConnectedPuppet();
            host.Send();
            AwaitTimeout(host);
        }) { Times = 1, Settings = ["net.ipv4.tcp_retries2=1"] },
        new("our connects time out: no reset at all", [], scene =>
        {
            TcpSocket[] hosts = [.. Enumerable.Range(0, 5)
                .Select(_ => scene.Connecting(host => host.Set(TcpSocket.Tcp, UserTimeout, 300)).Host)];
            Array.ForEach(hosts, AwaitTimeout);
        }) { Times = 1 },
    ];

    /// <summary>Asks after a second whether the peer is there, and once again a second later.</summary>
    public static void KeepAlive(TcpSocket socket)
    {
        socket.Set(TcpSocket.Tcp, KeepIdle, 1);
        socket.Set(TcpSocket.Tcp, KeepInterval, 1);
        socket.Set(TcpSocket.Tcp, KeepCount, 1);
        socket.Set(SocketLevel, SocketKeepAlive, 1);
    }

    private static void AwaitTimeout(TcpSocket socket)
    {
        int errno = -socket.Receive();
        if (errno != TimedOut)
        {
            throw Native.Failure("receive", errno);
        }
    }
}
