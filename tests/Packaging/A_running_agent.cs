using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Linux;
using TcpResets.Packaging;
using Xunit;

namespace TcpResets.Tests.Packaging;

public sealed partial class A_running_agent
{
    private const string Plugin = "usr/lib/netdata/plugins.d/tcp-resets.plugin";
    private const string Shown =
        @"The agent shows the chart ipv4\.tcp_resets, from source (kernel|snmp), with the alert 10s_ipv4_tcp_resets_received\.";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public void takes_up_the_plugin_its_alerts_and_guides_without_a_restart_and_gives_them_up_again()
    {
        using DebianAgent agent = new();
        agent.Bring(Repository.Executable, "tcp-resets.plugin");
        agent.Bring(Repository.Executable, "newer.plugin", "newer");
        string before = agent.Listing();
        string[] alerts = [.. AlertName().Matches(System.Text.Encoding.UTF8.GetString(HealthFile.WithoutSummaries))
            .Select(match => match.Groups[1].Value)];
        string[] guides = [.. Executable.GuideFiles.Where(name => name.EndsWith(".html", StringComparison.Ordinal))];

        CommandResult install = agent.Run("tcp-resets.plugin", "install");
        install.ExitCode.Should().Be(0, install.Said);
        install.Said.Should().Contain("netdata v1.37").And.Contain("asked the agent to read its alerts again").And.NotContain("could not");
        install.Said.Should().MatchRegex(Shown).And.EndWith(".\n");
        agent.Get("api/v1/chart?chart=ipv4.tcp_resets").Should().NotBeNull("that is what it has seen");
        string[] ofIPv4 = [.. alerts.Where(alert => alert.Contains("ipv4", StringComparison.Ordinal))];
        ofIPv4.Should().NotBeEmpty();
        Wait.Until(() => !ofIPv4.Except(Alerts(agent)).Any(), Patience, "the plugin's alerts are there");
        guides.Should().NotBeEmpty().And.AllSatisfy(guide =>
            agent.Get(guide == "index.html" ? "guides/" : $"guides/tcp/{guide}").Should().NotBeNullOrEmpty());

        int[] first = Running(agent);
        first.Should().HaveCount(1);
        agent.Run("newer.plugin", "install").Said.Should().MatchRegex(Shown);
        Wait.Until(() => Running(agent) is { Length: 1 }, Patience, "the agent runs the newer executable");
        int[] second = Running(agent);
        second.Should().NotEqual(first);

        CommandResult uninstall = agent.Run("newer.plugin", "uninstall");
        uninstall.ExitCode.Should().Be(0, uninstall.Said);
        uninstall.Said.Should().NotContain("could not");
        agent.Listing().Should().Be(before);
        Wait.Until(() => !second.Any(process => Directory.Exists($"/proc/{process}")), Patience, "the plugin has ended");
        Wait.Until(() => !alerts.Intersect(Alerts(agent)).Any(), Patience, "the plugin's alerts are gone");
        agent.Run("tcp-resets.plugin", "uninstall").ExitCode.Should().Be(0);
    }

    [Fact]
    public void reads_its_alerts_again_though_its_command_socket_is_in_a_tmp_of_its_own()
    {
        using DebianAgent agent = new();
        agent.Bring(Repository.Executable, "tcp-resets.plugin");
        string[] processes = agent.Processes();
        processes.Should().HaveCountGreaterThan(1, "it has forked a server, for which the signal is not meant, and which must bear it");

        CommandResult install = agent.RunWithAnotherTmp("tcp-resets.plugin", "install");
        install.ExitCode.Should().Be(0, install.Said);
        install.Said.Should().Contain("asked the agent to read its alerts again").And.NotContain("could not");
        Wait.Until(() => Alerts(agent).Length > 0, Patience, "the plugin's alerts are there");
        agent.Processes().Should().Equal(processes);
    }

    private static int[] Running(DebianAgent agent) => [.. RunningProcesses.Of(FileStatus.Of(agent.At(Plugin)))];

    // Those of charts that the agent has: by their names alone.
    private static string[] Alerts(DebianAgent agent)
    {
        if (agent.Get("api/v1/alarms?all") is not { } answer)
        {
            return [];
        }

        using JsonDocument alarms = JsonDocument.Parse(answer);
        return [.. alarms.RootElement.GetProperty("alarms").EnumerateObject()
            .Where(alarm => alarm.Value.GetProperty("chart").GetString()!.Contains("tcp_resets", StringComparison.Ordinal))
            .Select(alarm => alarm.Value.GetProperty("name").GetString()!)];
    }

    [GeneratedRegex(@"^\s*(?:alarm|template):\s*(\S+)", RegexOptions.Multiline)]
    private static partial Regex AlertName();
}
