using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Agent;

/// <summary>In a real agent that runs the plugin as installing leaves it: with file capabilities.</summary>
public sealed class From_kernel_events(KernelStorm timeline) : In_a_real_agent(timeline), IClassFixture<KernelStorm>
{
    [Fact]
    public void the_charts_say_what_the_resets_hit_and_why_they_were_sent()
    {
        JsonElement charts = JsonDocument.Parse(timeline.Agent.Get("/api/v1/charts")).RootElement.GetProperty("charts");
        charts.GetProperty("ipv4.tcp_resets_received").GetProperty("context").GetString().Should().Be("ipv4.tcp_resets_received");
        timeline.Sum("ipv4.tcp_resets_received", "established").Should().BeGreaterThanOrEqualTo(StormTimeline.AllMade - 0.5);
        timeline.Sum("ipv4.tcp_resets_sent", "aborted").Should().BeGreaterThanOrEqualTo(StormTimeline.AllMade - 0.5);
    }

    /// <summary>Those of the second in which the chart by kind was created, too.</summary>
    [Theory]
    [InlineData("received", 1)]
    [InlineData("sent", -1)]
    public void in_every_second_the_kinds_add_up_to_the_total(string direction, int sign)
    {
        Dictionary<string, Dictionary<string, double>> total = timeline.Seconds("ipv4.tcp_resets");
        Dictionary<string, Dictionary<string, double>> kinds = timeline.Seconds($"ipv4.tcp_resets_{direction}");
        total.Values.Sum(second => second.GetValueOrDefault(direction)).Should().NotBe(0);

        // A second that has come between the two questions is in one answer only.
        foreach (string second in total.Keys.Where(second => string.CompareOrdinal(second, kinds.Keys.Max()) <= 0))
        {
            double ofKinds = kinds.TryGetValue(second, out Dictionary<string, double>? values) ? values.Values.Sum() : 0;
            (sign * total[second].GetValueOrDefault(direction)).Should().BeApproximately(ofKinds, 0.001, "in second {0}", second);
        }
    }

    [Fact]
    public void each_family_has_a_chart_of_its_own() =>
        timeline.Agent.Get("/api/v1/chart?chart=ipv6.tcp_resets").Should().Contain("TCP resets over IPv6");
}
