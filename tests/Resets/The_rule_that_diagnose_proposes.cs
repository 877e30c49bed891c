using System.Net;
using FluentAssertions;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Resets;

/// <summary>What is told of a crowd that is meant to be: the line goes into the configuration as it stands.</summary>
public sealed class The_rule_that_diagnose_proposes
{
    private static readonly string[] Many = [.. Enumerable.Range(0, 30).Select(i => $"198.51.{i}.7")];

    public static MatrixTheoryData<string, string> KindsAndPeers => new(
        Flows.AllKinds.Where(kind => kind != Kind.Excluded).Select(kind => KindWords.Of([kind])),
        ["192.0.2.7", "2001:db8::7", "192.0.2.7 192.0.2.8 203.0.113.1", "2001:db8::7 2001:db8:1::7", "192.0.2.7 2001:db8::7"]);

    /// <summary>How many resets each peer has, and which peers the rule names.</summary>
    public static TheoryData<string[], int[], string> Crowds => new()
    {
        { ["192.0.2.7"], [100], "peers 192.0.2.7" },
        { ["192.0.2.7", "192.0.2.8"], [10, 90], "peers 192.0.2.8" },
        { ["192.0.2.7", "192.0.2.8"], [40, 60], "peers 192.0.2.8 192.0.2.7" },
        { ["192.0.2.7", "203.0.113.9", "203.0.113.200"], [96, 2, 2], "peers 192.0.2.7" },
        { [.. Enumerable.Range(1, 8).Select(i => $"2001:db8:{i}::7")], [5], "peers " + string.Join(' ', Enumerable.Range(1, 8)
            .Select(i => $"2001:db8:{i}::7")) },
        { [.. Enumerable.Range(1, 90).Select(i => $"192.0.2.{i}")], [5], "peers 192.0.2.0/24" },
        { [.. Enumerable.Range(1, 90).Select(i => $"2001:db8:0:9:{i:x}::")], [5], "peers 2001:db8:0:9::/64" },
        { [.. Enumerable.Range(1, 90).Select(i => $"2001:db8:0:{i:x}::1")], [5], "" },
        { Many, [5], "" },
        { [.. Many, "2001:db8::7"], [5], "" },
    };

    [Theory, MemberData(nameof(KindsAndPeers))]
    public void is_read_as_the_same_rule(string kind, string peers)
    {
        foreach (ushort port in new ushort[] { 0, 8080 })
        {
            Crowd crowd = CrowdOf(kind, peers.Split(' '), [20], port);
            ExcludeRule rule = ExcludeProposal.Of(crowd, "checks");
            string[] parts = Line(crowd).Split(" = ", 2);

            ExcludeRuleText.TryParse(parts[0], parts[1], out ExcludeRule? read, out string problem).Should().BeTrue(problem);
            read!.Name.Should().Be("checks");
            read.Kinds.Should().Equal(crowd.Kind).And.Equal(rule.Kinds);
            read.ServicePort.Should().Be(port);
            read.Peers.Should().Equal(rule.Peers);
            foreach (string peer in peers.Split(' '))
            {
                Family family = peer.Contains(':', StringComparison.Ordinal) ? Family.IPv6 : Family.IPv4;
                read.Peers.Should().Contain(range => range.Contains(Address.Of(IPAddress.Parse(peer)), family));
            }
        }
    }

    [Theory, MemberData(nameof(Crowds))]
    public void names_nine_tenths_of_them_or_their_network(string[] peers, int[] counts, string named) =>
        Line(CrowdOf("handshake", peers, counts, 8080)).Should()
            .Be($"checks = kinds handshake, port 8080{(named.Length > 0 ? ", " : "")}{named}");

    [Fact]
    public void says_so_where_it_is_for_anybody() => ExcludeProposal.Text(CrowdOf("handshake", Many, [5], 8080), "checks").Should()
        .EndWith("`checks = kinds handshake, port 8080`, and its peers if you know them: this takes those of anybody.");

    [Fact]
    public void is_none_that_would_take_all_of_a_kind() => ExcludeProposal.Text(CrowdOf("handshake", Many, [5], 0), "checks").Should()
        .Be("If they are meant to be, name their ports or networks in [exclude] of tcp-resets.conf.");

    private static string Line(Crowd crowd) => ExcludeProposal.Text(crowd, "checks").Split('`')[1];

    private static Crowd CrowdOf(string word, string[] peers, int[] counts, ushort port)
    {
        Kind kind = KindWords.All.Single(kind => KindWords.Of([kind]) == word);
        Flows flows = new();
        for (int i = 0; i < peers.Length; i++)
        {
            flows.Happens(flows.Event(kind, peers[i]), counts[i % counts.Length]);
        }

        flows.Settle();
        Crowd crowd = new(kind, Role.Server, port, isPortHere: true);
        foreach (Flow row in flows.Table.Rows)
        {
            if (row.Count > 0)
            {
                crowd.Add(row, isLive: false);
            }
        }

        crowd.Close(0);
        return crowd;
    }
}
