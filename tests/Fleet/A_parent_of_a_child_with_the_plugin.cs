using System.Text.Json;
using FluentAssertions;
using TcpResets.Tests.Health;
using Xunit;

namespace TcpResets.Tests.Fleet;

public sealed class A_parent_of_a_child_with_the_plugin(Fleet fleet) : IClassFixture<Fleet>
{
    [Theory]
    [InlineData("ipv4.tcp_resets", "source=kernel", "network_namespaces=own")]
    [InlineData("ipv6.tcp_resets", "source=kernel", "network_namespaces=own")]
    [InlineData("ipv4.tcp_resets_received", "source=kernel", "network_namespaces=own")]
    [InlineData("ipv4.tcp_resets_sent", "source=kernel", "network_namespaces=own")]
    [InlineData("tcp_resets.service", "source=kernel", "service_name=shop.service", "service_kind=unit")]
    public void has_the_childs_charts_with_their_labels(string context, params string[] labels)
    {
        JsonElement charts = fleet.Contexts.GetProperty(context).GetProperty("charts");
        charts.EnumerateObject().Select(chart => Labels(chart.Value)).Should().Contain(present => labels.All(present.Contains), context);
    }

    [Fact]
    public void evaluates_every_alert_for_the_child() =>
        fleet.Alarms.EnumerateObject().Select(alarm => alarm.Value.GetProperty("name").GetString()).Distinct()
            .Should().Contain(HealthFile.Alarms.Select(alarm => alarm.Name));

    [Fact]
    public void raises_that_of_a_service_of_the_childs()
    {
        fleet.Alarm.GetProperty("status").GetString().Should().Be("WARNING");
        fleet.Alarm.GetProperty("value").GetDouble().Should().BeInRange(50, 250);
        fleet.Alarm.GetProperty("source").GetString().Should().EndWith("@/etc/netdata/health.d/tcp_resets.conf");
    }

    [Fact]
    public void names_the_child_and_the_guide_that_it_serves_itself()
    {
        fleet.Told.Should().Contain($"{Fleet.ChildName} ").And.Contain("tcp resets service received").And.NotContain("parent");
        fleet.Alarm.GetProperty("info").GetString().Should().MatchRegex(
            @"run sudo tcp-resets diagnose on its host\. "
                + @"What to do: http://127\.0\.0\.1:\d+/guides/tcp/10s_ipv4_tcp_resets_received\.html$");
        fleet.Told.Should().Contain(fleet.Alarm.GetProperty("info").GetString());
        fleet.Guide.Should().StartWith("<!DOCTYPE html>").And.Contain("TCP resets received");
    }

    [Fact]
    public void tells_on_which_hosts_it_is_raised_if_asked_as_the_guide_says() =>
        fleet.Asked.Output.Should().MatchRegex($@"^{Fleet.ChildName} [\d.]+ resets/s\n$", fleet.Asked.Said);

    [Fact]
    public void runs_nothing_of_the_plugin_and_gives_its_alerts_up_again()
    {
        fleet.Installed.ExitCode.Should().Be(0, fleet.Installed.Said);
        fleet.Installed.Said.Should().Contain("asked the agent to read its alerts again").And.NotContain("could not")
            .And.NotContain("tcp-resets.plugin (");
        fleet.OwnCharts.Should().NotContain("ipv4.tcp_resets").And.Contain("ipv4.");
        fleet.IsGoneWithoutATrace.Should().BeTrue();
    }

    private static string[] Labels(JsonElement chart) =>
        [.. chart.GetProperty("labels").EnumerateObject().Select(label => $"{label.Name}={label.Value.GetString()}")];
}
