using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Packages;

public sealed class The_agent_of_Debian : IDisposable
{
    private const string Program = "/usr/lib/tcp-resets/tcp-resets.plugin";
    private const string Alert = "10s_ipv4_tcp_resets_received";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly TemporaryDirectory directory = new();
    private readonly DebianRoot machine = new();

    public void Dispose()
    {
        machine.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void takes_a_package_up_and_gives_it_up_again()
    {
        machine.Install().Should().Contain("restart the agent");
        machine.StartAgent();

        Wait.Until(() => machine.Get("api/v1/chart?chart=ipv4.tcp_resets") is not null, Patience, "the plugin's chart is there");
        machine.Get("api/v1/chart?chart=ipv4.tcp_resets").Should().Contain("\"module\": \"kernel\"", "it has its capabilities");
        Wait.Until(() => machine.InfoOf(Alert) is not null, Patience, "the package's alert is there");
        machine.InfoOf(Alert).Should().EndWith($":19999/guides/tcp/{Alert}.html");
        machine.Get($"guides/tcp/{Alert}.html").Should().Contain("tcp-resets diagnose").And.Contain(DebianPackage.Version);
        machine.Get("guides/").Should().Contain(Alert);
        machine.Do("tcp-resets", "check").Should().Contain("source kernel  in use");
        Running().Should().NotBeEmpty();

        machine.Do("dpkg", "--purge", DebianPackage.Name);
        Wait.Until(() => Running().Length == 0, Patience, "its process has ended");
        Wait.Until(() => machine.InfoOf(Alert)?.Contains("/guides/", StringComparison.Ordinal) != true, Patience, "its alert is gone");
    }

    [Fact]
    public void runs_the_plugin_that_it_has_met_before_the_package_was_configured()
    {
        File.Copy(DebianPackage.OfThisMachine, machine.At("mnt/package.deb"));
        machine.Do("dpkg", "--unpack", "/mnt/package.deb");
        machine.StartAgent();
        Wait.Until(() => machine.Get("api/v1/chart?chart=ipv4.tcp_resets") is not null, Patience, "the plugin's chart is there");
        machine.Get("api/v1/chart?chart=ipv4.tcp_resets").Should().Contain("\"module\": \"snmp\"", "it has no capabilities yet");

        machine.Do("dpkg", "--configure", DebianPackage.Name);

        Wait.Until(
            () => machine.Get("api/v1/chart?chart=ipv4.tcp_resets")?.Contains("\"module\": \"kernel\"") == true, Patience, "it has them");
    }

    [Fact]
    public void runs_the_newer_plugin_when_the_package_is_updated()
    {
        machine.Install(DebianPackage.Repacked(directory, "0.0.1", "true")).ExitCode.Should().Be(0);
        machine.StartAgent();
        Wait.Until(() => Running().Length > 0, Patience, "the agent runs the older one");
        string older = Running();

        machine.Install().Should().NotContain("restart the agent");

        Wait.Until(() => Running() is { Length: > 0 } newer && newer != older, Patience, "the agent runs the newer one");
        machine.Do("readlink", $"/proc/{Running()}/exe").Should().Be(Program + "\n");
    }

    private string Running() => machine.Run("pgrep", "-x", "-f", ".*/tcp-resets.plugin 1.*").Output.Trim();
}
