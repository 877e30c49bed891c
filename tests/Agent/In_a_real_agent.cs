using System.Net;
using System.Text.Json;
using FluentAssertions;
using TcpResets.Tests.Health;
using Xunit;

namespace TcpResets.Tests.Agent;

/// <summary>What holds in a real agent, whatever the plugin's source.</summary>
public abstract class In_a_real_agent(StormTimeline timeline)
{
    [Fact]
    public void the_chart_stands_behind_Netdatas_own_tcp_charts()
    {
        JsonElement charts = JsonDocument.Parse(timeline.Agent.Get("/api/v1/charts")).RootElement.GetProperty("charts");
        JsonElement ours = charts.GetProperty("ipv4.tcp_resets");

        ours.GetProperty("context").GetString().Should().Be("ipv4.tcp_resets");
        ours.GetProperty("family").GetString().Should().Be("tcp");
        ours.GetProperty("plugin").GetString().Should().Be("tcp-resets.plugin");
        ours.GetProperty("module").GetString().Should().Be(timeline.Source);
        charts.EnumerateObject()
            .Where(chart => !chart.Name.StartsWith("ipv4.tcp_resets", StringComparison.Ordinal)
                && chart.Name.StartsWith("ipv4.", StringComparison.Ordinal)
                && chart.Value.GetProperty("family").GetString() == "tcp")
            .Should().NotBeEmpty().And.OnlyContain(
                chart => chart.Value.GetProperty("priority").GetInt32() < ours.GetProperty("priority").GetInt32());
    }

    [Fact]
    public void every_reset_at_a_low_rate_is_counted_once() => ShouldAllBeCounted(timeline.Low, StormTimeline.LowMade);

    [Fact]
    public void every_reset_of_the_storm_is_counted_once() => ShouldAllBeCounted(timeline.All, StormTimeline.AllMade);

    // curl and the browser make resets, too, which hit connections that are closing: all are sent, not all are received.
    private static void ShouldAllBeCounted(CountedResets counted, int made)
    {
        const double half = 0.5; // whole resets are counted; the agent interpolates between seconds and rounds
        counted.OnTheWire.Should().BeGreaterThanOrEqualTo(made);
        counted.Sent.Should().BeApproximately(counted.OnTheWire, half, "the chart and the wire say {0}", counted);
        counted.Received.Should().BeInRange(made - half, counted.OnTheWire + half, "the chart and the wire say {0}", counted);
    }

    [Fact]
    public void the_alert_stays_clear_at_the_start_and_at_a_steady_low_rate() =>
        timeline.StatusesBefore.Should().Contain("CLEAR").And.NotContain("WARNING").And.NotContain("CRITICAL");

    [Fact]
    public void the_alert_is_raised_by_a_storm() => timeline.RaisedAfter.Should().BeLessThan(TimeSpan.FromSeconds(40));

    [Fact]
    public void the_alert_is_still_raised_after_three_minutes_of_the_storm()
    {
        timeline.HeldFor.Should().BeGreaterThan(TimeSpan.FromSeconds(160));
        timeline.StatusesDuring.Should().Equal("WARNING");
    }

    [Fact]
    public void the_alert_is_raised_for_aborted_connections_where_Netdatas_own_stays_silent() =>
        timeline.NetdatasOwnDuring.Should().Equal("CLEAR");

    [Fact]
    public void the_alert_is_not_raised_for_connects_that_time_out_where_Netdatas_own_is()
    {
        timeline.NetdatasOwnRaisedByTimeoutsAfter.Should().BePositive();
        timeline.StatusesDuringTimeouts.Should().Equal("CLEAR");
    }

    [Fact]
    public void the_alert_clears_within_a_minute_after_the_storm() => timeline.ClearedAfter.Should().BeLessThan(TimeSpan.FromSeconds(60));

    [Fact]
    public void the_alerts_value_is_the_rate_of_its_ten_seconds()
    {
        double value = timeline.Raised.GetProperty("value").GetDouble();
        long updated = timeline.Raised.GetProperty("last_updated").GetInt64();
        Dictionary<long, double> rates = timeline.Rates("ipv4.tcp_resets", "received");

        value.Should().BeGreaterThan(50);
        Enumerable.Range(-3, 4).Select(late => TenSecondsUntil(updated + late)).Should().Contain(
            mean => Math.Abs(mean - value) < 0.01, "the alert was {0} at {1}", value, updated);

        // As far as the chart has come by then; none of a second that the agent has lost.
        double TenSecondsUntil(long end) => Enumerable.Range(-9, 10)
            .Where(second => rates.ContainsKey(end + second)).Select(second => rates[end + second]).DefaultIfEmpty().Average();
    }

    [Fact]
    public void the_storm_and_its_end_are_told_once_each_though_it_pauses()
    {
        timeline.ComesBackAfter.Should().BeLessThan(TimeSpan.FromSeconds(60), "else the end would be told before");
        timeline.Told.Select(message => message.Text.Split('\n')[0]).Should().SatisfyRespectively(
            raised => raised.Should().Contain("needs attention"),
            cleared => cleared.Should().Contain("recovered"));
        timeline.RaiseToldAfter.Should().BeLessThan(TimeSpan.FromMinutes(1));
        timeline.EndToldAfter.Should().BeLessThan(TimeSpan.FromMinutes(3));
    }

    [Fact]
    public void the_message_is_what_Telegram_takes_and_ends_with_the_address_of_the_guide() =>
        timeline.Told.Should().AllSatisfy(message => TelegramHtml.TextOf(message.Text).Should().EndWith(
            $" What to do: {NetdataAgent.Address}/guides/tcp/10s_ipv4_tcp_resets_received.html"));

    [Fact]
    public void nobody_is_told_of_the_resets_that_are_sent() =>
        timeline.Agent.Notified.Telegram.Should().NotContain(message => message.Text.Contains("tcp resets sent", StringComparison.Ordinal)
            && message.Text.Contains("ipv4.tcp_resets ", StringComparison.Ordinal));

    [Fact]
    public void the_silent_plugin_is_told() => timeline.SilenceRaisedAfter.Should().BeLessThan(TimeSpan.FromSeconds(45));

    [Fact]
    public void the_browser_finds_the_chart_the_alarm_and_at_the_address_in_its_text_the_guide()
    {
        timeline.Visit.ChartIsDrawn.Should().BeTrue();
        timeline.Visit.RaisedAlarms.Should().Contain(badge => badge.Contains($"alarm={StormTimeline.Alert}", StringComparison.Ordinal));
        timeline.Visit.GuideTitle.Should().Be("TCP resets received");
        timeline.Visit.GuideAddress.Should().Be($"{NetdataAgent.Address}/guides/tcp/10s_ipv4_tcp_resets_received.html");
    }

    [Fact]
    public void the_alarms_are_understood_as_the_replay_of_hours_takes_them()
    {
        foreach (Alarm alarm in HealthFile.Alarms.Where(alarm => alarm.On == "ipv4.tcp_resets"))
        {
            JsonElement understood = timeline.Agent.Alarm(alarm.Name)!.Value;
            Parsed("warn_parsed").Should().Be(alarm.Warn?.ToString(), alarm.Name);
            Parsed("calc_parsed").Should().Be(alarm.Calc?.ToString(), alarm.Name);
            if (alarm.Lookup is { } lookup)
            {
                understood.GetProperty("lookup_after").GetInt32().Should().Be(-lookup.Seconds, alarm.Name);
                understood.GetProperty("lookup_before").GetInt32().Should().Be(-lookup.Ago, alarm.Name);
                understood.GetProperty("lookup_dimensions").GetString().Should().Be(lookup.Dimension, alarm.Name);
            }

            // Newer agents print parentheses that older ones leave out: reading what was printed takes them away.
            string? Parsed(string key) => understood.TryGetProperty(key, out JsonElement text)
                ? ExpressionParser.ReadAsNewAgents(WebUtility.HtmlDecode(text.GetString())!).ToString()
                : null;
        }
    }

    [Fact]
    public void no_error_about_the_alerts_is_logged() =>
        timeline.Agent.ErrorLog.Split('\n')
            .Should().Contain(line => line.Contains("tcp-resets.plugin", StringComparison.Ordinal)).And.NotContain(line =>
                line.Contains("ERROR", StringComparison.Ordinal) && line.Contains("tcp_resets.conf", StringComparison.Ordinal));
}
