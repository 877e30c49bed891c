using FluentAssertions;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Resets;

/// <summary>The_causes_of_resets has its values; here is when there is one: idle times alike in many moments, not in one.</summary>
public sealed class An_idle_limit
{
    private const uint Idle = 7_460 * Flows.Hertz / 1000;
    private readonly Flows flows = new();

    /// <summary>How many resets there are, of how many peers, how many milliseconds apart, and what that is.</summary>
    public static TheoryData<int, int, int, string> Ends => new()
    {
        { 50, 1, 0, "mid_transfer" },
        { 50, 50, 0, "mid_transfer" },
        { 5000, 1, 0, "mid_transfer" },
        { 50, 1, 10, "mid_transfer" }, // half a second: a process of very many connections
        { 50, 50, 10, "mid_transfer" },
        { 16, 1, 1000, "idle_limit" },
        { 16, 16, 1000, "idle_limit" },
        { 5, 1, 1000, "idle_limit" },
        { 5, 5, 1000, "idle_limit" },
        { 4, 1, 1000, "mid_transfer" },
        { 3000, 1, 1, "idle_limit" }, // a thousand a second
        { 3000, 200, 1, "idle_limit" },
    };

    [Theory, MemberData(nameof(Ends))]
    public void shows_where_connections_come_to_it_one_after_the_other(int times, int peers, int apart, string word)
    {
        for (int i = 0; i < times; i++)
        {
            Happens(Received.Established, i % peers);
            flows.Settle(apart / 1000.0);
        }

        flows.Settle();
        First().Rule.Word.Should().Be(word);
        (First().Crowd.IdleLimit is not null).Should().Be(word == "idle_limit");
    }

    /// <summary>Of which kind the resets of one death are, after which stage, and what they are called.</summary>
    public static TheoryData<string, ulong, string> Deaths => new()
    {
        { "sent.aborted", 0, "own_aborts" },
        { "sent.unread_data", 0, "unread_data" },
        { "received.established", 0, "request_timeout" },
        { "received.established", 9, "mid_transfer" },
        { "received.closing", 9, "closing" },
    };

    [Theory, MemberData(nameof(Deaths))]
    public void is_none_where_all_end_in_one_moment(string kind, ulong sent, string word)
    {
        Kind of = Flows.AllKinds.Single(each => $"{each.Direction}.{each}".Equals(kind, StringComparison.OrdinalIgnoreCase));
        for (int i = 0; i < 50; i++)
        {
            Happens(of, peer: 0, sent);
        }

        flows.Settle();
        First().Rule.Word.Should().Be(word);
    }

    [Fact]
    public void is_none_where_silent_connections_end_in_one_moment_nor_are_they_probes()
    {
        for (int i = 0; i < 50; i++)
        {
            Happens(Received.Established, peer: 0, sent: 0, received: 0);
        }

        flows.Settle();
        First().Rule.Word.Should().Be("mid_transfer");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(50)]
    public void is_none_where_peers_that_end_in_one_moment_were_reset_before(int peers)
    {
        for (int i = 0; i < peers; i++)
        {
            flows.Happens(flows.Event(Received.Established, $"192.0.2.{i}", connection: (9, 9, 3)));
            flows.Settle();
        }

        for (int i = 0; i < 50; i++)
        {
            Happens(Received.Established, i % peers);
        }

        flows.Settle();
        First().Crowd.IdleLimit.Should().BeNull();
        First().Rule.Word.Should().Be("mid_transfer");
    }

    private void Happens(Kind kind, int peer, ulong sent = 9, ulong received = 9) =>
        flows.Happens(flows.Event(kind, $"192.0.2.{peer}", connection: (received, sent, Idle)));

    private Cause First() => Diagnosis.Explain(Diagnosis.Look(flows.Table.Rows), HostFacts.None)[0];
}
