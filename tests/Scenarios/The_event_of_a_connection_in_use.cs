using System.Diagnostics;
using FluentAssertions;
using TcpResets.Kernel;
using TcpResets.Linux;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;
using Xunit;

namespace TcpResets.Tests.Scenarios;

/// <summary>What the wire does not show: which side this host was, how much had gone each way, and how long ago.</summary>
[Collection(nameof(OneArena))]
public sealed class The_event_of_a_connection_in_use : IDisposable
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan Exactness = TimeSpan.FromMilliseconds(50);

    private readonly Wire wire = new();
    private readonly KernelSource source;
    private readonly HeardEvents heard = new();

    public The_event_of_a_connection_in_use() =>
        source = KernelSource.TryAttach(new KernelOptions { NetworkNamespace = wire.Host.Inode }, out SourceFinding finding)
            ?? throw new InvalidOperationException(finding.Reason);

    public static TheoryData<string, string, int, int, string> Connections
    {
        get
        {
            TheoryData<string, string, int, int, string> rows = [];
            string[] opened = ["accepted", "accepted by listen(0)", "connected"];
            string[] ended =
            [
                "peer aborts", "peer aborts in CLOSE-WAIT", "peer aborts in FIN-WAIT-2",
                "host aborts", "host aborts in CLOSE-WAIT", "host closes unread",
            ];
            foreach ((string how, string ends) in opened.SelectMany(how => ended.Select(ends => (how, ends))))
            {
                rows.Add("IPv4", how, 0, 0, ends);
                rows.Add("IPv4", how, 1234, 0, ends);
                rows.Add("IPv4", how, 0, 99, ends);
                foreach (string family in new[] { "IPv4", "IPv6", "IPv4-mapped" })
                {
                    rows.Add(family, how, 1234, 99, ends);
                }
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Connections))]
    public void tells_role_stage_bytes_and_idle_time(string family, string how, int sent, int received, string ends) =>
        Unstalled.Play(Exactness / 2, () => Tells(family, how, sent, received, ends));

    private void Tells(string family, string how, int sent, int received, string ends)
    {
        source.HandOn(heard);
        heard.All.Clear();
        Family packets = family == "IPv6" ? Family.IPv6 : Family.IPv4;
        using Scene scene = new(wire, packets);
        (TcpSocket host, TcpSocket peer) = Open(scene, how, isMapped: family == "IPv4-mapped");
        received = ends == "host closes unread" ? received + 1 : received;
        if (sent > 0)
        {
            host.Send(sent);
            Scene.Await(() => Queued(peer) == sent, "the data to arrive at the peer");
        }

        if (received > 0)
        {
            peer.Send(received);
            Scene.Await(() => Queued(host) == received, "the data to arrive");
        }

        Stopwatch idle = Stopwatch.StartNew();
        if (received > 0 && ends != "host closes unread")
        {
            host.Receive();
        }

        Scene.Await(() => idle.Elapsed > LongEnough, "it to be idle for that long");
        TimeSpan idleFor = End(host, peer, ends, idle);

        ResetEvent reset = Hear();
        Kind kind = ends switch
        {
            "peer aborts" or "peer aborts in CLOSE-WAIT" => (Kind)Received.Established,
            "peer aborts in FIN-WAIT-2" => Received.Closing,
            "host closes unread" => SentCause.UnreadData,
            _ => SentCause.Aborted,
        };
        reset.Kind.Should().Be(kind);
        reset.Family.Should().Be(packets);
        reset.Role.Should().Be(how == "connected" ? Role.Client : Role.Server);
        reset.TellsConnection.Should().BeTrue();
        reset.BytesSent.Should().Be((ulong)sent);
        reset.BytesReceived.Should().Be((ulong)received);
        reset.Stage.Should().Be(sent > 0 && received > 0 ? Stage.Exchange : sent + received > 0 ? Stage.Request : Stage.NoData);
        TimeSpan.FromSeconds((double)reset.IdleTicks / ClockGetTime.TicksPerSecond()).Should().BeCloseTo(idleFor, Exactness);
        reset.NetworkNamespace.Should().Be(wire.Host.Inode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void tells_whether_what_was_sent_had_been_acknowledged(bool isAcknowledged)
    {
        using Scene scene = new(wire, Family.IPv4);
        (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
        host.Send(9);
        peer.AwaitData();
        if (isAcknowledged)
        {
            peer.Send(TcpFlags.Ack | TcpFlags.Psh, bytes: 1);
            peer.AwaitAcknowledgement();
        }

        peer.Reset();
        ResetEvent reset = Hear();
        (reset.BytesSent, reset.IsUnacknowledged).Should().Be((9, !isAcknowledged));
    }

    [Fact]
    public void is_handed_on_once_where_data_for_a_closed_connection_looks_like_a_reset()
    {
        using Scene scene = new(wire, Family.IPv4);
        (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
        host.Set(TcpSocket.Tcp, 8, 100); // TCP_LINGER2: no mini socket, which tcp_receive_reset does not see
        host.Finish();
        peer.Await(TcpFlags.Fin);
        peer.Send(TcpFlags.Ack);
        Scene.AwaitState(host, TcpState.FinWait2);
        host.Close();
        peer.Inject(peer.Draft(TcpFlags.Ack) with { Payload = new byte[10] });
        peer.Await(TcpFlags.Rst);

        ResetEvent reset = Hear();
        reset.Kind.Should().Be((Kind)SentCause.LateData);
        reset.BytesReceived.Should().Be(0, "nobody has taken it in");
    }

    public void Dispose()
    {
        source.Dispose();
        wire.Dispose();
    }

    private static (TcpSocket Host, TcpSocket Peer) Open(Scene scene, string how, bool isMapped)
    {
        if (how == "connected")
        {
            TcpSocket client = isMapped ? scene.Host.MappedSocket() : scene.Host.Socket();
            client.Connect(scene.Peer.Listener.Local);
            return (client, scene.Peer.Accept(scene.Peer.Listener));
        }

        int backlog = how == "accepted" ? 64 : 0;
        TcpSocket listener = isMapped
            ? scene.Host.Listen(scene.Host.MappedSocket(), new(scene.Host.Address, 0), backlog)
            : scene.Host.Listen(backlog);
        TcpSocket peer = scene.Peer.Socket();
        peer.Connect(new(scene.Host.Address, listener.Local.Port));
        return (scene.Host.Accept(listener), peer);
    }

    // Returns how long the connection had been idle, not less than when it ended, and not more.
    private static TimeSpan End(TcpSocket host, TcpSocket peer, string ends, Stopwatch idle)
    {
        switch (ends)
        {
            case "peer aborts in CLOSE-WAIT" or "host aborts in CLOSE-WAIT":
                peer.Finish();
                Scene.AwaitState(host, TcpState.CloseWait);
                break;
            case "peer aborts in FIN-WAIT-2":
                host.Finish();
                Scene.AwaitState(host, TcpState.FinWait2);
                break;
        }

        TimeSpan idleFor = idle.Elapsed;
        if (ends == "host closes unread")
        {
            host.Close();
        }
        else if (ends.StartsWith("host", StringComparison.Ordinal))
        {
            host.Abort();
        }
        else
        {
            peer.Abort();
        }

        return idleFor;
    }

    private static int Queued(TcpSocket socket)
    {
        const int Peek = 2, DoNotWait = 0x40;
        return socket.Receive(Peek | DoNotWait);
    }

    private ResetEvent Hear()
    {
        Scene.Await(
            () =>
            {
                source.HandOn(heard);
                return heard.All.Count > 0;
            },
            "an event");
        Stopwatch patience = Stopwatch.StartNew(); // another one would be there at once
        Scene.Await(() => patience.ElapsedMilliseconds > 30, "another one, if there is one");
        source.HandOn(heard);
        return heard.All.Should().ContainSingle().Subject;
    }
}
