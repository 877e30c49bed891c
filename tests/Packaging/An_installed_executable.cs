using FluentAssertions;
using TcpResets.Commands;
using Xunit;

namespace TcpResets.Tests.Packaging;

public sealed class An_installed_executable
{
    private const string DropIn = "etc/systemd/system/netdata.service.d/tcp-resets-capabilities.conf";
    private static readonly InstallShape Shape = InstallShape.All[0];

    [Fact]
    public void has_the_capabilities_that_the_source_kernel_needs_permitted_only()
    {
        using Machine machine = Machine.With(Shape);
        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        Capabilities(machine).Should().EndWith(
            "cap_sys_admin,cap_sys_resource,cap_perfmon,cap_bpf=p",
            "effective ones would keep it from running where the service's set lacks one");
        machine.Output.Should().Contain("gave").And.Contain("the capabilities to read kernel events");
    }

    [Theory]
    [InlineData("-r")]
    [InlineData("-n 1000 cap_sys_admin,cap_sys_resource,cap_perfmon,cap_bpf=p")] // for the user namespace of that root only
    public void gets_them_back_when_somebody_has_taken_them(string how)
    {
        using Machine machine = Machine.With(Shape);
        machine.Install();
        string before = Capabilities(machine);
        Command.Output("setcap", [.. how.Split(' '), machine.At(Shape.PluginPlace, "tcp-resets.plugin")]);

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        Capabilities(machine).Should().Be(before);
        machine.Output.Should().Contain("gave").And.NotContain("wrote");
    }

    [Fact]
    public void comes_with_a_drop_in_for_a_service_whose_bounding_set_lacks_CAP_BPF()
    {
        using Machine machine = UnderSystemd(
            "ExecStart=/usr/sbin/netdata -P /run/netdata.pid -D",
            "CapabilityBoundingSet=CAP_SYS_ADMIN CAP_PERFMON",
            "CapabilityBoundingSet=CAP_NET_ADMIN");
        string before = machine.Listing();

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        File.ReadAllLines(machine.At(DropIn)).Where(line => !line.StartsWith('#'))
            .Should().Equal("[Service]", "CapabilityBoundingSet=CAP_BPF CAP_PERFMON");
        machine.Rights(DropIn).Should().Be("root:root 0644");
        File.ReadAllText(machine.At("systemctl")).Should().Be("daemon-reload\n");
        machine.Output.Should().Contain("systemctl daemon-reload");

        machine.Install();
        machine.Output.Should().Contain("in place already");
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        File.ReadAllText(machine.At("systemctl")).Should().Be("daemon-reload\ndaemon-reload\n");
        File.Delete(machine.At("systemctl"));
        machine.Listing().Should().Be(before);
    }

    [Theory]
    [InlineData("ExecStart=/usr/sbin/netdata -D")] // no set: all is in it, and a drop-in would leave two
    [InlineData("ExecStart=/usr/sbin/netdata -D", "CapabilityBoundingSet=~CAP_SYS_TIME")]
    [InlineData("ExecStart=/usr/sbin/netdata -D", "CapabilityBoundingSet=CAP_BPF CAP_PERFMON CAP_SYS_ADMIN")]
    [InlineData("ExecStart=/opt/netdata/bin/netdata -D", "CapabilityBoundingSet=CAP_SYS_ADMIN")] // another agent
    public void comes_without_one_where_it_would_not_help(params string[] lines)
    {
        using Machine machine = UnderSystemd(lines);
        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
        File.Exists(machine.At(DropIn)).Should().BeFalse();
    }

    [Fact]
    public void comes_without_one_where_systemd_does_not_run()
    {
        using Machine machine = UnderSystemd("ExecStart=/usr/sbin/netdata -D", "CapabilityBoundingSet=CAP_SYS_ADMIN");
        Directory.Delete(machine.At("run"), recursive: true);
        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
        File.Exists(machine.At(DropIn)).Should().BeFalse();
    }

    private static string Capabilities(Machine machine) =>
        Command.Output("getcap", machine.At(Shape.PluginPlace, "tcp-resets.plugin")).Trim();

    private static Machine UnderSystemd(params string[] lines)
    {
        Machine machine = Machine.With(Shape);
        machine.UnderSystemd(lines);
        return machine;
    }
}
