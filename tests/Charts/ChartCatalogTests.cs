using FluentAssertions;
using TcpResets.Charts;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Charts;

public sealed class The_catalog_of_charts
{
    private static readonly IReadOnlyList<Chart> Charts = ChartCatalog.For(SourceKind.Snmp);

    [Fact]
    public void has_for_the_source_snmp_what_the_alert_needs_and_nothing_that_it_cannot_know() =>
        Charts.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { Id = "ipv4.tcp_resets", Type = ChartType.Line, IsAlwaysThere = true, Title = "TCP resets of IPv4 and IPv6 together, estimated from counters" });

    [Fact]
    public void mirrors_what_is_sent_below_the_axis() =>
        Charts[0].Dimensions.Select(dimension => (dimension.Id, dimension.Multiplier)).Should().Equal(("received", 1), ("sent", -1));

    [Fact]
    public void gives_each_chart_an_id_a_place_and_counts_of_its_own()
    {
        Charts.Select(chart => chart.Id).Should().OnlyHaveUniqueItems();
        Charts.Select(chart => chart.Priority).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder();
        Charts.Should().OnlyContain(chart => chart.Priority > 5290, "Netdata's own TCP charts of the section come first");
        Charts.Should().AllSatisfy(chart => chart.Dimensions.Select(dimension => dimension.Slot).Should().OnlyHaveUniqueItems());
    }

    [Fact]
    public void names_dimensions_by_words_that_every_agent_takes() =>
        Charts.SelectMany(chart => chart.Dimensions).Should().AllSatisfy(dimension => dimension.Id.Should().MatchRegex("^[a-z_]+$"));
}
