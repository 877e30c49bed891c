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

    /// <summary>
    /// Those of the second in which the chart by kind was created, too. The agent takes its own clock for the time of a chart's second
    /// collection (RRDSET_FLAG_SYNC_CLOCK), so that two charts that were created apart lie as far apart as it was late then, and share
    /// out what comes at the turn of two seconds so much differently; and a tick that is late by some ms is so much of a rate.
    /// </summary>
    [Theory]
    [InlineData("received", 1)]
    [InlineData("sent", -1)]
    public void in_every_second_the_kinds_add_up_to_the_total(string direction, int sign)
    {
        const double latest = 0.2; // seconds
        Dictionary<string, Dictionary<string, double>> seconds = timeline.Seconds("ipv4.tcp_resets");
        Dictionary<string, Dictionary<string, double>> kinds = timeline.Seconds($"ipv4.tcp_resets_{direction}");
        string last = kinds.Keys.Max(StringComparer.Ordinal)!;
        string[] known = [.. seconds.Keys.Where(second => string.CompareOrdinal(second, last) <= 0).Order(StringComparer.Ordinal)];
        double[] total = [.. known.Select(second => sign * seconds[second].GetValueOrDefault(direction))];
        double[] sum = [.. known.Select(second => kinds.GetValueOrDefault(second)?.Values.Sum() ?? 0)];

        total.Should().Contain(rate => rate > 0);
        for (int i = 1; i < known.Length - 1; i++)
        {
            double turn = Math.Max(Math.Abs(total[i] - total[i - 1]), Math.Abs(total[i + 1] - total[i]));
            sum[i].Should().BeApproximately(total[i], (0.01 * Math.Max(1, total[i])) + (latest * turn), "in second {0}", known[i]);
        }
    }

    [Fact]
    public void each_family_has_a_chart_of_its_own() =>
        timeline.Agent.Get("/api/v1/chart?chart=ipv6.tcp_resets").Should().Contain("TCP resets over IPv6");
}
