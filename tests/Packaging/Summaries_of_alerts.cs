using System.Text;
using FluentAssertions;
using TcpResets.Packaging;
using TcpResets.Settings;
using Xunit;

namespace TcpResets.Tests.Packaging;

public sealed class Summaries_of_alerts
{
    private static readonly InstallShape Shape = InstallShape.All[0];

    [Theory]
    [InlineData("netdata v1.37.1\n", true, false)]
    [InlineData("netdata v1.42.4", true, false)]
    [InlineData("netdata v1.43.0", true, true)]
    [InlineData("netdata v1.44.3-12-gabcdef0\n", true, true)]
    [InlineData("netdata v2.9.0-nightly", true, true)]
    [InlineData("netdata 10.0", true, true)]
    [InlineData("netdata", false, false)]
    [InlineData("", false, false)]
    [InlineData(null, false, false)]
    public void are_known_from_a_version_on(string? printed, bool isVersion, bool knowsSummary)
    {
        AgentVersion.TryParse(printed, out AgentVersion version).Should().Be(isVersion);
        version.KnowsSummary.Should().Be(knowsSummary);
    }

    [Fact]
    public void are_stripped_with_the_lines_that_continue_them()
    {
        HealthFile.Strip("alarm: a\n  summary: one \\\n   two\n info: summary: stays\nsummary: x\n\nalarm: b\n")
            .Should().Be("alarm: a\n info: summary: stays\n\nalarm: b\n");
    }

    [Theory]
    [InlineData("echo netdata v1.37.1", false)]
    [InlineData("echo netdata v1.44.3", true)]
    [InlineData("exit 1", false)]
    public void are_installed_for_agents_that_know_them(string daemon, bool areInstalled)
    {
        using Machine machine = Machine.With(Shape);
        Machine.Script(machine.At(Shape.Programs, "netdata"), daemon);

        machine.Install();

        string full = Encoding.UTF8.GetString(Machine.AsInstalled(Executable.Health));
        Installed(machine).Should().Be(areInstalled ? full : HealthFile.Strip(full));
    }

    [Fact]
    public void come_when_the_agent_has_been_updated()
    {
        using Machine machine = Machine.With(Shape, "v1.37.1");
        machine.Install();
        Machine.Script(machine.At(Shape.Programs, "netdata"), "echo netdata v2.9.0");

        machine.Install();

        machine.Output.Should().NotContain("kept");
        Installed(machine).Should().Be(Encoding.UTF8.GetString(Machine.AsInstalled(Executable.Health)));
    }

    [Fact]
    public void do_not_make_a_program_run_that_another_user_could_have_changed()
    {
        using Machine machine = Machine.With(Shape);
        Machine.Script(machine.At(Shape.Programs, "netdata"), $"touch {machine.At("ran")}; echo netdata v2.9.0");
        Command.Output("chmod", "775", machine.At(Shape.Programs, "netdata"));

        machine.Install();

        File.Exists(machine.At("ran")).Should().BeFalse();
        machine.Output.Should().Contain("unknown version").And.Contain("others than you could have changed");
    }

    private static string Installed(Machine machine) => File.ReadAllText(machine.At("etc/netdata/health.d/tcp_resets.conf"));
}
