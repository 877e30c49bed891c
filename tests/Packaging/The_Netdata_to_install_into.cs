using FluentAssertions;
using TcpResets.Commands;
using TcpResets.Packaging;
using Xunit;

namespace TcpResets.Tests.Packaging;

public sealed class The_Netdata_to_install_into
{
    private static readonly InstallShape Debian = InstallShape.Of("Debian's package");
    private static readonly InstallShape Static = InstallShape.Of("static build");
    private static readonly InstallShape Own = InstallShape.Of("make install");

    [Fact]
    public void is_asked_for_when_there_are_several()
    {
        using Machine machine = Machine.With(Debian);
        machine.Add(Static);
        string before = machine.Listing();

        machine.Install().Should().Be(ExitCode.WrongUsage);
        machine.Errors.Should().Contain("more than one Netdata")
            .And.Contain($"--netdata {machine.Root} ").And.Contain($"--netdata {machine.At("opt/netdata")} ");
        machine.Listing().Should().Be(before);

        machine.Install(prefix: machine.At("opt/netdata")).Should().Be(ExitCode.Done, machine.Errors);
        File.Exists(machine.At("opt/netdata", Static.PluginPlace, "tcp-resets.plugin")).Should().BeTrue();
        File.Exists(machine.At(Debian.PluginPlace, "tcp-resets.plugin")).Should().BeFalse();

        machine.Uninstall().Should().Be(ExitCode.Done, "it is in one of them only");
        machine.Listing().Should().Be(before);
    }

    [Fact]
    public void is_missed_when_there_is_none()
    {
        using Machine machine = new();
        Directory.CreateDirectory(machine.At("etc/netdata"));

        machine.Install().Should().Be(ExitCode.CannotWork);
        machine.Errors.Should().Contain("no Netdata was found").And.Contain("--netdata PREFIX");
        machine.Install(prefix: machine.At("nowhere")).Should().Be(ExitCode.CannotWork);
        machine.Errors.Should().Contain($"there is no Netdata in {machine.At("nowhere")}");
        machine.Uninstall().Should().Be(ExitCode.CannotWork);
    }

    [Theory]
    [InlineData("anywhere/at/all")]
    [InlineData("with blanks")]
    public void may_have_a_prefix_of_its_own(string prefix)
    {
        using Machine machine = Machine.With(Own with { Prefix = prefix });

        machine.Install().Should().Be(ExitCode.CannotWork);
        machine.Install(prefix: machine.At(prefix) + "/").Should().Be(ExitCode.Done, machine.Errors);
        File.Exists(machine.At(prefix, Own.PluginPlace, "tcp-resets.plugin")).Should().BeTrue();
        new FileInfo(machine.At(prefix, "bin/tcp-resets")).LinkTarget
            .Should().Be(machine.At(prefix, Own.PluginPlace, "tcp-resets.plugin"), "it is no part of the system");
        machine.Install(prefix: machine.At(prefix));
        machine.Output.Should().Contain("in place already");
    }

    [Fact]
    public void is_not_guessed_from_an_empty_prefix()
    {
        CommandLine.Create().Parse(["install", "--netdata", ""]).Errors.Should().ContainSingle()
            .Which.Message.Should().Contain("PREFIX is empty");
    }

    [Fact]
    public void may_be_in_a_directory_netdata_below_the_prefix_that_its_installer_was_given()
    {
        using Machine machine = Machine.With(Static with { Prefix = "x/netdata" });

        machine.Install(prefix: machine.At("x")).Should().Be(ExitCode.Done, machine.Errors);

        File.Exists(machine.At("x/netdata", Static.PluginPlace, "tcp-resets.plugin")).Should().BeTrue();
    }

    [Fact]
    public void may_have_its_directories_where_its_configuration_says()
    {
        using Machine machine = Machine.With(Debian);
        foreach (string directory in new[] { "my/plugins", "my/more plugins", "my/config", "my/web" })
        {
            Directory.CreateDirectory(machine.At(directory));
        }

        string before = machine.Listing();
        File.WriteAllText(machine.At("etc/netdata/netdata.conf"), $"""
            [directories]
                plugins = "{machine.At("my/absent")}" "{machine.At("my/more plugins")}" {machine.At("my/plugins")}
                config = {machine.At("my/config")}
                # health config = {machine.At("my/commented")}
            [global]
                web files directory = {machine.At("my/web")}
            """);

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        File.Exists(machine.At("my/more plugins/tcp-resets.plugin")).Should().BeTrue();
        File.Exists(machine.At("my/config/tcp-resets.conf")).Should().BeTrue();
        File.Exists(machine.At("my/config/health.d/tcp_resets.conf")).Should().BeTrue();
        Directory.GetFiles(machine.At("my/web/guides/tcp")).Should().NotBeEmpty();
        File.Exists(machine.At(Debian.Plugins, "tcp-resets.plugin")).Should().BeFalse();

        // What was installed is found again although the configuration has changed.
        File.Delete(machine.At("etc/netdata/netdata.conf"));
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        machine.Listing().Should().Be(before);
    }

    [Fact]
    public void may_be_gone_when_the_plugin_is_taken_away()
    {
        using Machine machine = Machine.With(Debian);
        machine.Install();
        Directory.Delete(machine.At(Debian.Programs), recursive: true);

        machine.Install().Should().Be(ExitCode.CannotWork);
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);

        machine.Listing().Should().NotContain("tcp-resets").And.NotContain("tcp_resets");
        machine.Output.Should().Contain("could not ask the agent to read its alerts again");
    }

    [Fact]
    public void is_known_to_an_executable_that_is_installed_in_it()
    {
        InstallShape shape = InstallShape.Of("make install");
        using Machine machine = Machine.With(shape with { Prefix = "srv/monitoring" });
        string inside = machine.At("srv/monitoring", shape.PluginPlace, "tcp-resets.plugin");

        InstallLayout.Around(inside).Select(layout => layout.Prefix).Should().Equal(machine.At("srv/monitoring"));
        InstallLayout.Around(machine.At("tcp-resets.plugin")).Should().BeEmpty();
        InstallLayout.Around(null).Should().BeEmpty();
    }
}
