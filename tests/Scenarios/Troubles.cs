using System.Diagnostics;
using System.Net;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios;

/// <summary>What goes wrong on real hosts, one row each.</summary>
internal static class Troubles
{
    private const int Port = 5432; // nobody listens there

    public static Trouble[] All =>
    [
        new("peer_port_closed", Received.Refused, (scene, _) => scene.Host.Socket().TryConnect(new(scene.Peer.Address, Port)))
        {
            Says = ["the peer's port 5432 is closed: host → 10.77.0.2:5432, refused, "],
            Evidence = "10.77.0.2 answers with resets, and has no other connection with this host.",
        },
        new("peer_port_closed", Received.Refused, (scene, i) =>
        {
            if (i == 0)
            {
                scene.Connected();
            }

            scene.Host.Socket().TryConnect(new(scene.Peer.Address, Port));
        }) { Evidence = "10.77.0.2 serves other connections of this host: it lives, and this one port is closed or rejected." },
        new("local_service_down", Received.Refused, (scene, _) => scene.Host.Socket().TryConnect(new(scene.Host.Address, Port)))
        {
            Says = ["nobody listens at port 5432 of this host: host → 10.77.0.1:5432, refused, "],
        },
        new("local_service_down", Received.Refused, (scene, _) => scene.Loopback.Socket().TryConnect(new(scene.Loopback.Address, Port)))
        {
            Says = ["nobody listens at port 5432 of this host: host → 127.0.0.1:5432, refused, "],
        },
        new("service_down", SentCause.ClosedPort, (scene, _) => scene.Peer.Socket().TryConnect(new(scene.Host.Address, Port)))
        {
            Says = ["nobody listens at port 5432 of this host: host:5432 ← 10.77.0.2, closed_port, "],
            Evidence = "10.77.0.2 asks for it. It is closed still.",
        },
        new("port_scan", SentCause.ClosedPort, (scene, i) => scene.Peer.Socket().TryConnect(new(scene.Host.Address, Port + i)))
        {
            Times = 200,
            Resets = 200,
            Says = ["a port scan: host ← 10.77.0.2"],
        },
        new("health_check", Received.Handshake, (scene, _) =>
        {
            Puppet check = scene.Puppet(scene.Host.Listener.Local);
            check.BeginConnect();
            check.Reset();
        }) { Times = 100, Resets = 100, Says = ["health checks or scanners break the handshake off: host:"] },
        new("syn_flood", Received.Handshake, (scene, i) =>
        {
            Puppet forger = scene.Puppet(scene.Host.Listener.Local);
            IPEndPoint forged = new(IPAddress.Parse($"10.77.0.{10 + (i % 80)}"), 1000 + i);
            forger.Inject(forger.Draft(TcpFlags.Syn) with { Source = forged });
            forger.Inject(forger.Draft(TcpFlags.Rst) with { Source = forged, Sequence = forger.Next + 1 });
        })
        {
            Times = 160,
            Resets = 160,
            Settings = ["net.ipv4.tcp_syncookies=0", "net.ipv4.tcp_max_syn_backlog=4096"],
            Says = ["a SYN flood with forged addresses: host:"],
            Evidence = "SYN cookies are off.",
        },
        new("probe", Received.Established, (scene, _) => scene.Accepted().Peer.Abort())
        {
            Times = 100,
            Resets = 100,
            Says = ["probes: peers connect and abort without a word: host:", " ← 10.77.0.2, established, "],
        },
        new("idle_limit", Received.Established, (_, _) => { })
        {
            Times = 1,
            IsAtOnce = true,
            Lasts = TimeSpan.FromSeconds(4),
            Then = IdleConnections.AreEndedByALimit,
            Says = ["an idle limit of 2.", " s cuts connections: host:", " ← 10.77.0.2, established, "],
            Evidence = "no common default is known for that value",
        },
        IdleConnections.DieWithTheirProcess(),
        new("keep_alive_race", Received.Established, (scene, _) =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Connected();
            Scene.Exchange((host, peer));
            peer.Close();
            Scene.AwaitState(host, TcpState.CloseWait);
            host.Send();
        }) { Says = ["keep-alive race: the peer had closed when the next request came: host → 10.77.0.2:"] },
        new("half_open_peer", Received.Established, (scene, _) =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Connected();
            Scene.Exchange((host, peer));
            peer.Forget();
            host.Send();
        }) { Says = ["half-open: the peer, or a device between, has forgotten connections: host → 10.77.0.2:"] },
        new("mid_transfer", Received.Established, (scene, _) =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Connected();
            Scene.Exchange((peer, host));
            Stopwatch idle = Stopwatch.StartNew();
            Scene.Await(() => idle.Elapsed > TimeSpan.FromMilliseconds(80), "a peer that crashes soon after its answer");
            peer.Abort();
        }) { Says = ["the peer aborts connections in use: host → 10.77.0.2:"] },
        new("request_timeout", Received.Established, (scene, _) =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            peer.Send();
            host.AwaitData();
            peer.Abort();
        }) { Says = ["clients give up before they are answered: host:"] },
        new("mid_transfer", Received.Established, (scene, _) =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            Scene.Exchange((host, peer));
            peer.Abort();
        }) { Says = ["the peer aborts connections in use: host:"] },
        new("closing", Received.Closing, (scene, _) =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            Scene.Exchange((host, peer));
            host.Finish();
            Scene.AwaitState(host, TcpState.FinWait2);
            peer.Abort();
        }) { Times = 60, Resets = 60, Says = ["peers reset what was being closed: host:"] },
        new("time_wait", Received.TimeWait, (scene, _) =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.Close();
            peer.Await(TcpFlags.Fin);
            peer.Send(TcpFlags.Fin | TcpFlags.Ack);
            peer.AwaitAcknowledgement();
            peer.Reset();
        }) { Times = 30, Resets = 30, Says = ["TIME-WAIT assassination: host"] },
        new("queue_full", SentCause.QueueFull, (scene, _) => Overflow(scene))
        {
            Times = 1,
            Resets = 9,
            Settings = ["net.ipv4.tcp_abort_on_overflow=1"],
            Says = ["the listen queue of port ", " is full: host:"],
            Evidence = "11 of 10 waiting to be accepted; somaxconn is ",
        },
        new("unread_data", SentCause.UnreadData, (scene, _) =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            peer.Send();
            host.AwaitData();
            host.Close();
        }) { Says = ["host closes with data unread: host:"] },
        new("keep_alive_race", SentCause.LateData, (scene, _) =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            Scene.Exchange((host, peer));
            host.Close();
            Scene.AwaitState(peer, TcpState.CloseWait);
            peer.Send();
        }) { Says = ["keep-alive race: data came after this host had closed: host"] },
        new("own_aborts", SentCause.Aborted, (scene, _) =>
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            Scene.Exchange((host, peer));
            host.Abort();
        }) { Says = ["host aborts its connections: host:"] },
        new("half_open", SentCause.HalfOpen, (scene, _) =>
        {
            Puppet peer = scene.Puppet(new IPEndPoint(scene.Host.Address, Port));
            peer.Send(TcpFlags.Ack, bytes: 10);
            peer.Await(TcpFlags.Rst);
        })
        {
            Times = 60,
            Resets = 60,
            Says = ["half-open: peers speak of connections this host does not know: host:5432 ← 10.77.0.3, half_open, "],
        },
        new("conntrack_invalid", SentCause.HalfOpen, (scene, _) =>
        {
            TcpSocket host = scene.Host.Socket();
            host.Bind(new IPEndPoint(scene.Host.Address, 0));
            Puppet server = scene.Puppet(host.Local);
            host.BeginConnect(new IPEndPoint(IPAddress.Parse("10.77.0.99"), server.Self.Port));
            server.Accept();
            server.Inject(server.Draft(TcpFlags.Ack) with { Sequence = server.Next + 100_000_000, Payload = new byte[10] });
            server.Await(TcpFlags.Rst);
        })
        {
            Firewall = "table ip cluster { chain out { type nat hook output priority -100; ip daddr 10.77.0.99 dnat to 10.77.0.3; }; }",
            Says = ["connection tracking lets INVALID segments of translated connections through: host", "10.77.0.3, half_open, "],
            Evidence = "This host translates connections to 10.77.0.3 (DNAT), and has answered it as if it knew none of them; ",
        },
        new("peer_gone", SentCause.Timeout, (scene, _) => Ways.Timeouts.KeepAlive(scene.ConnectedPuppet().Host))
        {
            Says = ["the peer has stopped answering: host → 10.77.0.3, timeout, "],
        },
        new("own_firewall", SentCause.Firewall, (scene, _) =>
        {
            Puppet peer = scene.Puppet(new IPEndPoint(scene.Host.Address, Port));
            peer.Send(TcpFlags.Syn);
            peer.Await(TcpFlags.Rst);
        })
        {
            Firewall = "table inet edge { chain in { type filter hook input priority 0; tcp dport 5432 reject with tcp reset; }; }",
            Says = ["a REJECT rule of this host's firewall for port 5432: host:5432 ← 10.77.0.3, firewall, "],
            Evidence = "nft: table inet edge, chain in: tcp dport 5432 reject with tcp reset.",
        },
        new("blind_reset", Ignored.OutOfWindow, (scene, i) => scene.AcceptedPuppet().Puppet.Reset(10_000_000))
        {
            Times = 60,
            Resets = 60,
            Says = ["somebody guesses resets for connections of this host: host:"],
        },
        new("agent_probe", Received.Refused, (scene, _) => scene.Host.Socket().TryConnect(new(scene.Peer.Address, Port)))
        {
            Times = 100,
            Resets = 100,
            Service = new(ServiceKind.Unit, "netdata.service"),
            Says = ["the agent's own probing of ports: netdata.service → 10.77.0.2:5432, refused, "],
        },
    ];

    /// <summary>A queue of length 10 holds 11. Ten are in it when ten more begin their handshake: nine find no room.</summary>
    private static void Overflow(Scene scene)
    {
        TcpSocket listener = scene.Host.Listen(10);
        for (int i = 0; i < 10; i++)
        {
            scene.Puppet(listener.Local).Connect();
        }

        Puppet[] late = [.. Enumerable.Range(0, 10).Select(_ => scene.Puppet(listener.Local))];
        foreach (Puppet each in late)
        {
            each.BeginConnect();
        }

        foreach (Puppet each in late)
        {
            each.Send(TcpFlags.Ack);
        }
    }
}
