using FluentAssertions;
using TcpResets.Commands;
using TcpResets.Settings;
using Xunit;

namespace TcpResets.Tests.Packaging;

/// <summary>On a parent that runs no plugin.</summary>
public sealed class An_installation_of_alerts_only
{
    private const string DropIn = "etc/systemd/system/netdata.service.d/tcp-resets-capabilities.conf";
    private static readonly InstallShape Debian = InstallShape.All[0];

    public static TheoryData<string> InstallTypes => An_installation.InstallTypes;

    [Theory, MemberData(nameof(InstallTypes))]
    public void puts_alerts_and_guides_there_and_nothing_that_runs(string installType)
    {
        InstallShape shape = InstallShape.Of(installType);
        using Machine machine = Machine.With(shape);
        File.Delete(machine.At(shape.Prefix, shape.Plugins, "apps.plugin")); // a parent need not have any plugin
        string[] before = Files(machine);

        machine.InstallAlertsOnly().Should().Be(ExitCode.Done, machine.Errors);

        string guides = machine.At(shape.Prefix, shape.Web, "guides/");
        Files(machine).Except(before).Where(file => !file.StartsWith(guides, StringComparison.Ordinal)).Should().BeEquivalentTo(
            machine.At(shape.Prefix, "etc/netdata/.tcp-resets.installed"),
            machine.At(shape.Prefix, "etc/netdata/health.d/tcp_resets.conf"));
        Files(machine).Where(file => file.StartsWith(guides, StringComparison.Ordinal)).Should()
            .HaveCount(Executable.GuideFiles.Count(name => name.EndsWith(".html", StringComparison.Ordinal)))
            .And.AllSatisfy(file => File.GetUnixFileMode(file).Should().NotHaveFlag(UnixFileMode.UserExecute));
        File.ReadAllBytes(machine.At(shape.Prefix, "etc/netdata/health.d/tcp_resets.conf"))
            .Should().Equal(Machine.AsInstalled(Executable.Health));
        machine.Reloads.Should().Be(1);
        machine.Output.Should().Contain("each host that runs the plugin and streams to it").And.NotContain("capabilities");
    }

    [Theory, MemberData(nameof(InstallTypes))]
    public void can_be_repeated_and_taken_away_without_a_trace(string installType)
    {
        using Machine machine = Machine.With(InstallShape.Of(installType));
        string before = machine.Listing();
        machine.InstallAlertsOnly();
        string installed = machine.Listing();

        machine.InstallAlertsOnly().Should().Be(ExitCode.Done, machine.Errors);
        machine.Output.Should().Contain("in place already").And.NotContain("wrote");
        machine.Listing().Should().Be(installed);

        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        machine.Listing().Should().Be(before);
        machine.Reloads.Should().Be(2);
    }

    [Fact]
    public void says_in_a_dry_run_what_it_then_does()
    {
        using Machine machine = Machine.With(Debian);
        string before = machine.Listing();
        machine.InstallAlertsOnly(isDryRun: true).Should().Be(ExitCode.Done, machine.Errors);
        string announced = machine.Output;
        machine.Listing().Should().Be(before);

        machine.InstallAlertsOnly();
        announced.Replace("would write", "wrote").Replace("would make", "made").Replace("would ask", "asked")
            .Replace("Nothing was changed.", "Done. The agent raises them for each host that runs the plugin and streams to it.")
            .Should().Be(machine.Output);
    }

    [Fact]
    public void needs_no_place_for_a_program_that_is_roots_alone()
    {
        using Machine machine = Machine.With(Debian);
        Command.Output("chown", "netdata", machine.At(Debian.Plugins));
        machine.Install().Should().Be(ExitCode.CannotWork);

        machine.InstallAlertsOnly().Should().Be(ExitCode.Done, machine.Errors);

        File.Exists(machine.At("etc/netdata/health.d/tcp_resets.conf")).Should().BeTrue();
    }

    [Fact]
    public void is_made_whole_by_a_later_install()
    {
        using Machine machine = Machine.With(Debian);
        machine.Install();
        string whole = machine.Listing();
        machine.Uninstall();

        machine.InstallAlertsOnly(url: "https://netdata.example.org").Should().Be(ExitCode.Done, machine.Errors);
        Health(machine).Should().Contain("https://netdata.example.org/guides/tcp/");
        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
        Health(machine).Should().Contain("https://netdata.example.org/guides/tcp/", "the address is kept");
        machine.Uninstall();
        machine.InstallAlertsOnly();
        machine.Install();

        machine.Listing().Should().Be(whole);
    }

    [Fact]
    public void takes_the_plugin_away_where_it_was_installed_whole()
    {
        using Machine machine = Machine.With(Debian);
        machine.UnderSystemd("ExecStart=/usr/sbin/netdata -D", "CapabilityBoundingSet=CAP_SYS_ADMIN");
        machine.InstallAlertsOnly();
        string alertsOnly = machine.Listing();
        machine.Executable = "/bin/sleep";
        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
        File.Exists(machine.At(DropIn)).Should().BeTrue();
        using RunningProgram running = new(machine.At(Debian.PluginPlace, "tcp-resets.plugin"), ["600"]);
        Directory.CreateDirectory(machine.At("var/cache/netdata"));
        File.WriteAllText(machine.At("var/cache/netdata", PluginSettings.HistoryFileName), "{}");

        machine.InstallAlertsOnly().Should().Be(ExitCode.Done, machine.Errors);

        running.ExitCode().Should().Be(128 + RunningProgram.SigTerm, "its executable is gone");
        machine.Output.Should().Contain($"ended process {running.Id}, the plugin; ");
        Directory.GetFiles(machine.At("var/cache/netdata")).Should().BeEmpty("what it has written down goes with it");
        Directory.Delete(machine.At("var"), recursive: true);
        File.Delete(machine.At("systemctl"));
        machine.Listing().Should().Be(alertsOnly);
    }

    [Fact]
    public void keeps_a_changed_configuration_for_the_next_whole_install()
    {
        using Machine machine = Machine.With(Debian);
        machine.Install();
        File.WriteAllText(machine.At("etc/netdata/tcp-resets.conf"), "[plugin]\n\tsource = snmp\n");

        machine.InstallAlertsOnly().Should().Be(ExitCode.Done, machine.Errors);
        File.Exists(machine.At("etc/netdata/tcp-resets.conf")).Should().BeFalse();
        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        File.ReadAllText(machine.At("etc/netdata/tcp-resets.conf")).Should().Be("[plugin]\n\tsource = snmp\n");
    }

    private static string Health(Machine machine) => File.ReadAllText(machine.At("etc/netdata/health.d/tcp_resets.conf"));

    private static string[] Files(Machine machine) => Directory.GetFiles(
        machine.Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None });
}
