using FluentAssertions;
using TcpResets.Charts;
using TcpResets.Resets;
using TcpResets.Settings;
using Xunit;

namespace TcpResets.Tests.Charts;

public sealed class The_catalog_of_charts
{
    private static readonly IReadOnlyList<Chart> OfSnmp = ChartCatalog.For(SourceKind.Snmp);
    private static readonly IReadOnlyList<Chart> OfKernel = ChartCatalog.For(SourceKind.Kernel);

    public static TheoryData<string> Sources { get; } = [.. Enum.GetNames<SourceKind>()];

    [Fact]
    public void has_for_the_source_snmp_what_the_alert_needs_and_nothing_that_it_cannot_know() =>
        OfSnmp.Should().ContainSingle().Which.Should().BeEquivalentTo(new
        {
            Id = "ipv4.tcp_resets",
            Type = ChartType.Line,
            IsAlwaysThere = true,
            Title = "TCP resets of IPv4 and IPv6 together, estimated from counters",
        });

    [Theory, InlineData("ipv4"), InlineData("ipv6")]
    public void has_for_the_source_kernel_the_totals_and_the_three_kinds_of_each_family(string family) =>
        OfKernel.Where(chart => chart.Id.StartsWith(family, StringComparison.Ordinal))
            .Select(chart => $"{chart.Id} {chart.Type}: {string.Join(' ', chart.Dimensions.Select(dimension => dimension.Id))}")
            .Should().Equal(
                $"{family}.tcp_resets Line: received sent excluded",
                $"{family}.tcp_resets_received Stacked: refused handshake established closing time_wait",
                $"{family}.tcp_resets_sent Stacked: closed_port half_open aborted unread_data late_data time_wait queue_full no_memory "
                    + "timeout invalid firewall other",
                $"{family}.tcp_resets_ignored Stacked: stray time_wait out_of_window invalid");

    [Fact]
    public void creates_only_the_charts_that_the_alerts_need_before_there_is_something_to_show() =>
        OfKernel.Where(chart => chart.IsAlwaysThere).Select(chart => chart.Id).Should().Equal("ipv4.tcp_resets", "ipv6.tcp_resets");

    [Theory, MemberData(nameof(Sources))]
    public void mirrors_what_is_sent_below_the_axis(string source) =>
        ChartCatalog.For(Enum.Parse<SourceKind>(source))[0].Dimensions.Select(dimension => (dimension.Id, dimension.Multiplier))
            .Should().StartWith([("received", 1), ("sent", -1)])
            .And.OnlyContain(dimension => dimension.Multiplier == 1 || dimension.Id == "sent");

    [Theory, MemberData(nameof(Sources))]
    public void gives_each_chart_an_id_a_place_and_counts_of_its_own(string source)
    {
        IReadOnlyList<Chart> charts = ChartCatalog.For(Enum.Parse<SourceKind>(source));
        charts.Select(chart => chart.Id).Should().OnlyHaveUniqueItems();
        charts.Select(chart => chart.Priority).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder();
        charts.Should().OnlyContain(chart => chart.Priority > 5290, "Netdata's own TCP charts of the section come first");
        charts.SelectMany(chart => chart.Dimensions).Select(dimension => (dimension.Family, dimension.Kind)).Should().OnlyHaveUniqueItems();
    }

    [Theory]
    [InlineData("v1.37.1", "ipv4 tcp 5291", "ipv6 tcp 6501")]
    [InlineData("v1.42.4", "ipv4 tcp 5291", "ipv6 tcp 6501")]
    [InlineData("v1.43.0", "ipv4 tcp 5186", "ipv6 tcp6 6141")]
    [InlineData("v2.9.0-12-nightly", "ipv4 tcp 5186", "ipv6 tcp6 6141")]
    [InlineData(null, "ipv4 tcp 5291", "ipv6 tcp 6501")]
    public void puts_charts_behind_their_kin_of_each_agent(string? version, params string[] places)
    {
        using NoSource source = new();
        AgentVersion agent = new AgentEnvironment(name => name == "NETDATA_VERSION" ? version : null).Version;
        IReadOnlyList<Chart> charts = ChartCatalog.For(source, agent);

        charts.Where(chart => chart.IsAlwaysThere).Select(chart => $"{chart.Id.Split('.')[0]} {chart.Family} {chart.Priority}")
            .Should().Equal(places);
        charts.Select(chart => chart.Priority).Should().OnlyHaveUniqueItems().And.BeInAscendingOrder();
        charts.Select(chart => chart.Id).Should().Equal(OfKernel.Select(chart => chart.Id));
        charts.Select(chart => $"{chart.Id.Split('.')[0]} {chart.Family}").Distinct().Should().HaveCount(2, "a section has one sub-menu");
    }

    [Theory, MemberData(nameof(Sources))]
    public void names_dimensions_by_words_that_every_agent_takes(string source) =>
        ChartCatalog.For(Enum.Parse<SourceKind>(source)).SelectMany(chart => chart.Dimensions)
            .Should().AllSatisfy(dimension => dimension.Id.Should().MatchRegex("^[a-z_]+$"));
}
