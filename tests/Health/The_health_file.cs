using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Health;

public sealed class The_health_file
{
    // Which all agents from 1.37 to 2.x take, save `summary`: known from 1.44 on, and taken out for older ones by the installer.
    // `host labels` and `plugin` would make 1.44.3 create no alarm at all, without a word.
    private static readonly string[] Keys =
        ["on", "os", "class", "type", "component", "lookup", "calc", "units", "every", "warn", "delay", "options", "summary", "info", "to"];

    public static TheoryData<string> Names => [.. HealthFile.Alarms.Select(alarm => alarm.Name)];

    public static TheoryData<string> Resets => [.. HealthFile.ResetAlerts, HealthFile.ServiceAlert];

    public static TheoryData<string> Computing =>
        [.. HealthFile.Alarms.Where(alarm => alarm.Expressions.Any()).Select(alarm => alarm.Name)];

    public static TheoryData<string> Expressions => [.. HealthFile.Alarms.SelectMany(alarm => alarm.Expressions).Distinct()];

    [Fact]
    public void has_an_alert_for_each_direction_of_each_family_and_for_each_service_and_one_for_the_silent_plugin() =>
        HealthFile.Alarms.Where(alarm => alarm.Warn is not null).Select(alarm => alarm.Name).Should().BeEquivalentTo(
            "10s_ipv4_tcp_resets_received",
            "10s_ipv4_tcp_resets_sent",
            "10s_ipv6_tcp_resets_received",
            "10s_ipv6_tcp_resets_sent",
            "10s_tcp_resets_service_received",
            "tcp_resets_last_collected");

    [Fact]
    public void names_each_alarm_once() => HealthFile.Alarms.Select(alarm => alarm.Name).Should().OnlyHaveUniqueItems();

    [Theory]
    [MemberData(nameof(Names))]
    public void has_only_keys_that_every_agent_knows(string name) =>
        HealthFile.Alarm(name).Lines.Keys.Should().BeSubsetOf(Keys).And.Contain(["on", "os", "units", "every", "summary", "info"]);

    [Theory]
    [MemberData(nameof(Expressions))]
    public void means_the_same_to_old_and_new_agents(string expression) =>
        ExpressionParser.ReadAsOldAgents(expression).ToString().Should().Be(ExpressionParser.ReadAsNewAgents(expression).ToString());

    [Theory]
    [MemberData(nameof(Computing))]
    public void asks_only_for_what_there_is(string name)
    {
        string[] builtIn = ["this", "status", "now", "WARNING", "last_collected_t", "update_every"];
        IEnumerable<string> sameChart = HealthFile.Alarms.Where(alarm => alarm.On == HealthFile.Alarm(name).On).Select(alarm => alarm.Name);
        IEnumerable<string> any = HealthFile.Alarms.Select(alarm => $"{alarm.On}.{alarm.Name}");

        HealthFile.Alarm(name).Expressions.SelectMany(expression => Regex.Matches(expression, @"\$([\w.]+)"))
            .Select(match => match.Groups[1].Value)
            .Should().NotBeEmpty().And.BeSubsetOf([.. builtIn, .. sameChart, .. any, "age_tcp_resets"]);
    }

    // Agents up to 1.44 find an alarm of another chart by the chart's name before its own, those from 1.45 on by its own alone.
    [Theory]
    [MemberData(nameof(Resets))]
    public void asks_for_the_age_by_the_names_under_which_every_agent_finds_it(string name) =>
        HealthFile.Alarm(name).Lines["warn"].Should()
            .StartWith("( ( ($age_tcp_resets >= 1) OR ($ipv4.tcp_resets.age_tcp_resets >= 1) ) AND ");

    [Fact]
    public void has_no_alarm_that_nobody_asks() => HealthFile.Alarms.Where(alarm => alarm.Warn is null).Should().NotBeEmpty()
        .And.OnlyContain(helper => HealthFile.Alarms.Any(alarm => alarm != helper
            && alarm.Expressions.Any(text => text.Contains($"${helper.Name} ") || text.Contains($"${helper.Name})"))));

    [Theory]
    [MemberData(nameof(Names))]
    public void says_in_plain_text_what_messengers_show_as_it_is(string name)
    {
        foreach (string key in new[] { "summary", "info" })
        {
            string text = HealthFile.Alarm(name).Lines[key];
            text.Should().MatchRegex("^[ -~]+$").And.NotContainAny("<", ">", "&", "'", "\"", "`", "\\", "$", "  ");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void says_what_to_do_within_what_a_phone_shows(string name)
    {
        Alarm alarm = HealthFile.Alarm(name);
        string info = alarm.Lines["info"];
        if (alarm.Warn is null)
        {
            info.Should().NotContain("://").And.EndWith(".");
            return;
        }

        // The command first, since it is in the PATH of whoever gets the message and needs no address that is reached from there. Nothing
        // behind the address, which a messenger could take for a part of it.
        info.Contains(" run sudo tcp-resets diagnose").Should().Be(alarm != HealthFile.Alarm("tcp_resets_last_collected"));
        string guide = name.Replace("ipv6", "ipv4").Replace("tcp_resets_service", "ipv4_tcp_resets");
        info.Should().EndWith($" What to do: http://localhost:19999/guides/tcp/{guide}.html");
        info.Length.Should().BeLessThanOrEqualTo(200);
    }

    [Theory]
    [InlineData("10s_ipv4_tcp_resets_received", "netdev")]
    [InlineData("10s_ipv6_tcp_resets_received", "netdev")]
    [InlineData("10s_ipv4_tcp_resets_sent", "silent")]
    [InlineData("10s_ipv6_tcp_resets_sent", "silent")]
    [InlineData("10s_tcp_resets_service_received", "silent")]
    [InlineData("tcp_resets_last_collected", "sysadmin")]
    public void tells(string name, string role) => HealthFile.Alarm(name).Lines["to"].Should().Be(role);

    [Theory]
    [MemberData(nameof(Names))]
    public void tells_the_end_of_what_it_tells(string name) => HealthFile.Alarm(name).Lines.Should().NotContainKey("options");

    [Fact]
    public void treats_both_families_alike() =>
        Alarms("ipv6", "6").Should().Be(Alarms("ipv4", "4").Replace("ipv4", "ipv6").Replace("IPv4", "IPv6"));

    [Fact]
    public void computes_both_directions_alike()
    {
        foreach (Alarm sent in HealthFile.Alarms.Where(alarm => alarm.Name.EndsWith("_sent", StringComparison.Ordinal)))
        {
            Alarm received = HealthFile.Alarm(sent.Name.Replace("_sent", "_received"));
            foreach (string key in new[] { "on", "lookup", "every", "warn", "delay" })
            {
                sent.Lines.GetValueOrDefault(key).Should().Be(
                    received.Lines.GetValueOrDefault(key)?.Replace("received", "sent"), "{0} of {1}", key, sent.Name);
            }
        }
    }

    // One guide serves both families, under the name of IPv4's alert, and one alarm, on IPv4's chart, counts the minutes for both.
    private static string Alarms(string family, string digit) => string.Join('\n', HealthFile.Alarms
        .Where(alarm => alarm.Name.Contains(family, StringComparison.Ordinal))
        .Select(alarm => $"{alarm.Name}\n" + string.Join('\n', alarm.Lines.Select(line =>
            $"{line.Key}: {line.Value.Replace("guides/tcp/10s_ipv4", $"guides/tcp/10s_ipv{digit}")
                .Replace("$ipv4.tcp_resets.age", $"$ipv{digit}.tcp_resets.age")}"))));
}
