using System.Net;
using FluentAssertions;
using TcpResets.Kernel;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;
using Xunit;

namespace TcpResets.Tests.Scenarios;

/// <summary>The port is that of the serving side, whichever this host is.</summary>
[Collection(nameof(OneArena))]
public sealed class A_rule_for_a_service_port : IDisposable
{
    private readonly Wire wire = new();

    public static TheoryData<string> Families => [.. Enum.GetNames<Family>()];

    [Theory, MemberData(nameof(Families))]
    public void takes_those_that_this_host_sends_as_the_server(string family)
    {
        using Scene scene = new(wire, Enum.Parse<Family>(family));
        IPEndPoint closed = scene.Host.ClosedPort;
        Played((ushort)closed.Port, () => Refuse(scene.Peer, closed)).Should().Be("1 excluded");
        Played((ushort)(closed.Port ^ 1), () => Refuse(scene.Peer, closed)).Should().Be("1 closed_port");
    }

    [Theory, MemberData(nameof(Families))]
    public void takes_those_that_this_host_receives_as_the_client_and_asks_nothing_of_its_own_port(string family)
    {
        using Scene scene = new(wire, Enum.Parse<Family>(family));
        IPEndPoint closed = scene.Peer.ClosedPort;
        ushort own = (ushort)(closed.Port ^ 1);
        Played((ushort)closed.Port, () => Refuse(scene.Host, closed)).Should().Be("1 excluded");
        Played(own, () => Refuse(scene.Host, closed, own)).Should().Be("1 refused");
    }

    [Theory, MemberData(nameof(Families))]
    public void takes_those_at_either_port_if_nobody_knows_who_serves(string family)
    {
        using Scene scene = new(wire, Enum.Parse<Family>(family));
        Puppet peer = scene.Puppet(scene.Host.ClosedPort);
        IPEndPoint self = peer.Self;
        ushort here = (ushort)peer.Draft(TcpFlags.Ack).Destination.Port;
        foreach ((ushort port, string told) in new[]
        {
            (here, "1 excluded"), ((ushort)self.Port, "1 excluded"), ((ushort)(self.Port + 1), "1 half_open"),
        })
        {
            Played(port, () =>
            {
                peer.Send(TcpFlags.Ack);
                peer.Await(TcpFlags.Rst);
            }).Should().Be(told, "the rule says port {0}, they have {1} and {2}", port, here, self.Port);
        }
    }

    /// <summary>
    /// Data for a connection that has been closed looks like a reset that is received: what is excluded of that, and was none, is not.
    /// The listener has no queue, by which an accepted connection is known else.
    /// </summary>
    [Theory]
    [InlineData("accepted", 64)]
    [InlineData("accepted", 0)]
    [InlineData("connected", 64)]
    public void takes_nothing_of_what_only_looks_like_a_reset(string how, int backlog)
    {
        using Scene scene = new(wire, Family.IPv4);
        TcpSocket listener = how == "accepted" ? scene.Host.Listen(backlog) : scene.Peer.Listener;
        foreach ((int off, Kind[] kinds, string told) in new[]
        {
            (0, [Received.Closing], "1 late_data"),
            (0, [Received.Closing, (Kind)SentCause.LateData], "1 excluded"),
            (1, new[] { Received.Closing, (Kind)SentCause.LateData }, "1 late_data"),
        })
        {
            Played((ushort)(listener.Local.Port ^ off), () => SendLateData(scene, how, listener), kinds).Should().Be(told);
        }
    }

    [Fact]
    public void takes_IPv4_by_IPv4s_ranges_also_where_a_socket_of_IPv6_speaks_it()
    {
        using Scene scene = new(wire, Family.IPv4);
        foreach ((string peers, string told) in new[]
        {
            ("10.77.0.0/24", "1 excluded"), ("::ffff:10.77.0.2", "1 excluded"),
            ("::/0", "1 established"), ("10.77.1.0/24", "1 established"),
        })
        {
            AddressRange.TryParse(peers, out AddressRange range).Should().BeTrue();
            Played(0, () =>
            {
                TcpSocket listener = scene.Host.Listen(scene.Host.MappedSocket(), new(scene.Host.Address, 0), 1);
                TcpSocket peer = scene.Peer.Socket();
                peer.Connect(new(scene.Host.Address, listener.Local.Port));
                scene.Host.Accept(listener);
                peer.Abort();
            }, KindWords.All, range).Should().Be(told, peers);
        }
    }

    public void Dispose() => wire.Dispose();

    private static void SendLateData(Scene scene, string how, TcpSocket listener)
    {
        TcpSocket host = how == "accepted" ? scene.Peer.Socket() : scene.Host.Socket();
        host.Connect(new(how == "accepted" ? scene.Host.Address : scene.Peer.Address, listener.Local.Port));
        TcpSocket peer = how == "accepted" ? host : scene.Peer.Accept(listener);
        host = how == "accepted" ? scene.Host.Accept(listener) : host;
        host.FinishBoth();
        Scene.AwaitState(host, TcpState.FinWait2);
        peer.Send();
        Scene.AwaitState(host, TcpState.Closed);
    }

    private static void Refuse(Side from, IPEndPoint to, ushort own = 0)
    {
        TcpSocket client = from.Socket();
        client.Bind(new IPEndPoint(from.Address, own));
        client.TryConnect(to).Should().Be(111, "nobody listens");
    }

    private string Played(ushort port, Action act, IReadOnlyList<Kind>? kinds = null, AddressRange peers = default)
    {
        using Cpu cpu = new(0);
        using KernelSource source = KernelSource.TryAttach(
            new KernelOptions
            {
                NetworkNamespace = wire.Host.Inode,
                Exclude = [new ExcludeRule("", kinds ?? KindWords.All, port, [peers])],
            },
            out SourceFinding finding) ?? throw new InvalidOperationException(finding.Reason);
        act();
        ResetCounts counts = new();
        List<string> told = [];
        Scene.Await(
            () =>
            {
                source.Read(counts);
                told.Clear();
                foreach (Kind kind in KindWords.All.Append(Kind.Excluded))
                {
                    foreach (Family family in Enum.GetValues<Family>())
                    {
                        if (counts.TryGet(family, kind, out ulong resets) && resets > 0)
                        {
                            told.Add($"{resets} {kind}");
                        }
                    }
                }

                return told.Count > 0;
            },
            "a reset");
        return string.Join(", ", told);
    }
}
