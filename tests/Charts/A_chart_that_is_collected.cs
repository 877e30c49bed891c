using System.Text;
using FluentAssertions;
using TcpResets.Charts;
using TcpResets.Netdata;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Charts;

public sealed class A_chart_that_is_collected
{
    private static readonly Kind A = Received.Refused, B = SentCause.Other;

    private readonly PluginsdWriter writer = new(-1);
    private readonly ResetCounts counts = new();
    private int written;

    [Fact]
    public void is_defined_once_and_told_the_time_since_its_last_collection()
    {
        CollectedChart chart = Create(isAlwaysThere: true);
        counts.Add(Family.IPv4, A, 0);
        counts.Add(Family.IPv4, B, 0);
        Write(chart, 1_000_000).Should().Be(Definition + "BEGIN ipv4.x\nSET a = 0\nSET b = 0\nEND\n");
        counts.Add(Family.IPv4, B, 3);
        Write(chart, 2_000_007).Should().Be("BEGIN ipv4.x 1000007\nSET a = 0\nSET b = 3\nEND\n");
    }

    [Fact]
    public void is_not_there_while_nothing_is_known()
    {
        CollectedChart chart = Create(isAlwaysThere: true);
        Write(chart, 1_000_000).Should().BeEmpty();
        counts.Add(Family.IPv4, A, 0);
        Write(chart, 2_000_000).Should().Be(Definition + "BEGIN ipv4.x\nSET a = 0\nEND\n");
    }

    [Fact]
    public void has_a_gap_where_nothing_is_known_and_is_then_told_how_long_it_was()
    {
        CollectedChart chart = Create(isAlwaysThere: true);
        counts.Add(Family.IPv4, A, 0);
        Write(chart, 1_000_000);
        counts.Forget(Family.IPv4, A);
        Write(chart, 2_000_000).Should().BeEmpty();
        counts.Add(Family.IPv4, A, 5);
        Write(chart, 3_000_000).Should().Be("BEGIN ipv4.x 2000000\nSET a = 5\nEND\n");
    }

    [Fact]
    public void that_is_there_only_with_something_to_show_tells_all_of_it_at_once()
    {
        CollectedChart chart = Create(isAlwaysThere: false);
        counts.Add(Family.IPv4, A, 0);
        counts.Add(Family.IPv4, B, 0);
        Write(chart, 1_000_000).Should().BeEmpty();
        Write(chart, 2_000_000).Should().BeEmpty();
        counts.Add(Family.IPv4, B, 7);
        Write(chart, 3_000_000).Should().Be(Definition + "BEGIN ipv4.x\nSET a = 0\nSET b = 7\nEND\n");
    }

    [Fact]
    public void waits_with_it_in_the_first_collection_as_the_others_begin_at_0_there()
    {
        CollectedChart always = Create(isAlwaysThere: true), chart = Create(isAlwaysThere: false);
        counts.Add(Family.IPv4, B, 7);
        Write(always, 1_000_000).Should().EndWith("SET b = 0\nEND\n");
        Write(chart, 1_000_000).Should().BeEmpty();
        counts.Add(Family.IPv4, B, 1);
        Write(always, 2_000_000).Should().EndWith("SET b = 8\nEND\n");
        Write(chart, 2_000_000).Should().EndWith("SET b = 8\nEND\n");
    }

    [Fact]
    public void tells_it_in_the_second_though_nothing_has_come_meanwhile()
    {
        CollectedChart chart = Create(isAlwaysThere: false);
        counts.Add(Family.IPv4, B, 7);
        Write(chart, 1_000_000).Should().BeEmpty();
        Write(chart, 2_000_000).Should().EndWith("SET b = 7\nEND\n");
    }

    private const string Definition =
        "CHART 'ipv4.x' '' 'title' 'resets/s' 'tcp' 'ipv4.x' 'stacked' 6000 2 'store_first' 'tcp-resets.plugin' 'kernel'\n"
        + "CLABEL 'source' 'kernel' 1\nCLABEL 'network_namespaces' 'all' 1\nCLABEL_COMMIT\n"
        + "DIMENSION 'a' 'a' incremental 1 1\nDIMENSION 'b' 'b' incremental -1 1\n";

    private static CollectedChart Create(bool isAlwaysThere) => new(
        new Chart("ipv4.x", "title", ChartType.Stacked, 6000, isAlwaysThere, [new("a", Family.IPv4, A), new("b", Family.IPv4, B, -1)]),
        new NoSource(),
        updateEvery: 2);

    private string Write(CollectedChart chart, long now)
    {
        chart.Write(writer, counts, now);
        string text = Encoding.UTF8.GetString(writer.Pending[written..]);
        written = writer.Pending.Length;
        return text;
    }
}
