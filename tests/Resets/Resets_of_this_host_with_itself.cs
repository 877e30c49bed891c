using System.Net;
using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Terminal;
using Xunit;

namespace TcpResets.Tests.Resets;

/// <summary>Rows that are written down, of both ends: they are told once, whatever number of addresses and ports they have.</summary>
public sealed class Resets_of_this_host_with_itself
{
    private const uint Client = 4026532001, Server = 4026532002;
    private const string ServerAddress = "10.77.0.2";
    private readonly Flows flows = new();

    [Fact]
    public void are_one_cause_from_500_addresses()
    {
        for (int i = 0; i < 500; i++)
        {
            Refused(Address(i), 9090, times: 1);
        }

        Cause cause = Causes().Should().ContainSingle().Subject;
        cause.Rule.Word.Should().Be("local_service_down");
        CauseLines.What(cause).Should().StartWith("nobody listens at port 9090 of this host: unit1.service → 10.77.0.2:9090, refused, ");
        cause.Evidence.Should().StartWith("unit1.service connects to this host itself and is refused.");
        cause.Crowd.ServedIn.Should().Be(Server, "there the service is looked for");
    }

    [Fact]
    public void are_one_cause_at_300_ports()
    {
        for (ushort port = 1; port <= 300; port++)
        {
            Refused(Address(0), port, times: 1);
        }

        Cause cause = Causes().Should().ContainSingle().Subject;
        cause.Rule.Word.Should().Be("ports_tried");
        cause.Evidence.Should().StartWith("300 ports of 10.77.0.2, which is this host, refused unit1.service: ");
    }

    [Fact]
    public void are_one_cause_of_whoever_aborts()
    {
        for (int i = 0; i < 500; i++)
        {
            flows.Happens(AtServer(SentCause.Aborted, Address(i), 443, cgroup: 2));
            flows.Happens(AtClient(Received.Established, Address(i), 443));
        }

        Cause cause = Causes().Should().ContainSingle().Subject;
        cause.Rule.Word.Should().Be("own_aborts");
        cause.Title.Should().Be("unit2.service aborts its connections");
    }

    [Fact]
    public void are_one_cause_of_a_rule_that_rejects()
    {
        flows.Happens(AtServer(SentCause.Firewall, Address(0), 443), 60);
        flows.Happens(AtClient(Received.Refused, Address(0), 443), 60);
        Causes().Should().ContainSingle().Which.Rule.Word.Should().Be("own_firewall");
    }

    [Fact]
    public void hide_none_of_those_that_come_from_elsewhere()
    {
        Refused(Address(0), 9090, times: 20);
        for (int i = 0; i < 100; i++)
        {
            flows.Happens(AtServer(SentCause.ClosedPort, $"192.0.2.{i}", 9090, cgroup: 0));
        }

        Causes().Select(cause => (cause.Rule.Word, cause.Crowd.Count)).Should()
            .BeEquivalentTo([("service_down", 120.0), ("local_service_down", 20.0)]);
    }

    [Fact]
    public void are_no_others_at_the_same_port()
    {
        flows.Happens(AtServer(SentCause.ClosedPort, "192.0.2.7", 9090, cgroup: 0), 60);
        flows.Happens(AtClient(Received.Refused, Address(0), 9090) with { Peer = Of("192.0.2.8") }, 60);
        Causes().Select(cause => cause.Rule.Word).Should().BeEquivalentTo("service_down", "peer_port_closed");
    }

    private static string Address(int number) => $"10.78.{number / 250}.{(number % 250) + 1}";

    private static Address Of(string address) => TcpResets.Resets.Address.Of(IPAddress.Parse(address));

    private void Refused(string from, ushort port, int times)
    {
        flows.Happens(AtServer(SentCause.ClosedPort, from, port, cgroup: 0), times);
        flows.Happens(AtClient(Received.Refused, from, port), times);
    }

    private ResetEvent AtServer(Kind kind, string from, ushort port, ulong cgroup = 1) =>
        flows.Event(kind, from, Role.Server, port, 50_000, cgroup, connection: (5, 5, 25)) with
        {
            Local = Of(ServerAddress),
            NetworkNamespace = Server,
        };

    private ResetEvent AtClient(Kind kind, string from, ushort port) =>
        flows.Event(kind, ServerAddress, Role.Client, 50_000, port, connection: (5, 5, 25)) with
        {
            Local = Of(from),
            NetworkNamespace = Client,
        };

    private List<Cause> Causes()
    {
        flows.Settle();
        return Diagnosis.Explain(Diagnosis.Look(flows.Table.Rows), HostFacts.None);
    }
}
