using FluentAssertions;
using TcpResets.Commands;
using TcpResets.Linux;
using Xunit;

namespace TcpResets.Tests.Packaging;

/// <summary>
/// As where older installers gave the agent's user its directories: what root does there must not be turned against root.
/// </summary>
public sealed class A_hostile_owner_of_the_agents_directories : IDisposable
{
    private const int Rounds = 60;
    private static readonly InstallShape Debian = InstallShape.All[0];
    private static readonly InstallShape WithCustomPlugins = InstallShape.All[1];

    private readonly TemporaryDirectory victim = new();
    private readonly string before;

    public A_hostile_owner_of_the_agents_directories()
    {
        foreach (string name in (string[])["tcp", "tcp-resets.conf", "tcp_resets.conf", "tcp-resets.plugin", "index.html", "limits.html"])
        {
            victim.Write(name == "tcp" ? "tcp/limits.html" : name, "root's own");
        }

        Command.Output("chmod", "711", victim.Path);
        before = ListingOfVictim();
    }

    public static TheoryData<string> Swapped =>
    [
        "usr/share/netdata/web/guides", "usr/share/netdata/web/guides/tcp", "usr/share/netdata/web", "etc/netdata/health.d", "etc/netdata",
    ];

    [Theory, MemberData(nameof(Swapped))]
    public void gains_nothing_by_a_link_that_comes_and_goes_in_place_of(string directory)
    {
        using Machine machine = MachineOf(Debian);
        machine.Install();
        string place = machine.At(directory), link = machine.At(directory) + ".link";
        Give(Path.GetDirectoryName(place)!, place);
        Directory.CreateSymbolicLink(link, victim.Path);
        Command.Output("chown", "-h", "netdata", link);
        using TemporaryDirectory programs = new();
        Command.Output("chmod", "755", programs.Path);
        string swap = Path.Join(programs.Path, "swap");
        Command.Output("clang", "-O1", "-Wall", "-Werror", "-o", swap, Path.Join(Repository.Root, "tests/Packaging/swap.c"));
        using RunningProgram attack = new("setpriv", ["--reuid=netdata", "--regid=netdata", "--clear-groups", swap, place, link]);
        attack.NextLine();

        int refused = 0;
        for (int round = 0; round < Rounds; round++)
        {
            refused += (round % 3 == 0 ? machine.InstallAlertsOnly() : machine.Install()) == ExitCode.Done ? 0 : 1;
            refused += machine.Uninstall(purges: round % 2 == 0) == ExitCode.Done ? 0 : 1;
        }

        attack.HasEnded.Should().BeFalse("it has swapped all the time");
        refused.Should().BeGreaterThan(0, "it has been there in time, at least once");
        ListingOfVictim().Should().Be(before);
    }

    [Fact]
    public void gets_no_privileged_program_into_a_place_of_theirs()
    {
        using Machine machine = MachineOf(Debian);
        Give(machine.At(Debian.Plugins));

        machine.Install().Should().Be(ExitCode.CannotWork);

        machine.Errors.Should().Contain($"{machine.At(Debian.Plugins)} is netdata:root 0755").And.Contain("chown root")
            .And.Contain("nothing was changed");
        File.Exists(machine.At(Debian.Plugins, "tcp-resets.plugin")).Should().BeFalse();
    }

    [Fact]
    public void is_passed_by_where_the_agent_has_a_place_of_roots_too()
    {
        using Machine machine = MachineOf(WithCustomPlugins);
        Give(machine.At(WithCustomPlugins.PluginPlace));

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        File.Exists(machine.At(WithCustomPlugins.Plugins, "tcp-resets.plugin")).Should().BeTrue();
        File.Exists(machine.At(WithCustomPlugins.PluginPlace, "tcp-resets.plugin")).Should().BeFalse();
    }

    [Fact]
    public void keeps_what_runs_from_there_until_the_agent_is_restarted()
    {
        using Machine machine = MachineOf(WithCustomPlugins);
        machine.Executable = "/bin/sleep";
        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
        string old = machine.At(WithCustomPlugins.PluginPlace, "tcp-resets.plugin");
        using RunningProgram running = new(old, ["600"]);
        Give(machine.At(WithCustomPlugins.PluginPlace));

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        machine.Output.Should().Contain($"{old}, if the agent runs it, goes on until the agent is restarted");
        running.HasEnded.Should().BeFalse();
        File.Exists(old).Should().BeFalse();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void makes_root_end_nobody_elses_process_by_a_link_to_its_program(bool isSymbolic)
    {
        using Machine machine = MachineOf(WithCustomPlugins);
        string daemon = machine.At("daemon"), place = machine.At(WithCustomPlugins.PluginPlace, "tcp-resets.plugin");
        File.Copy("/bin/sleep", daemon);
        using RunningProgram running = new(daemon, ["600"]);
        Give(machine.At(WithCustomPlugins.PluginPlace));
        Command.Output("ln", isSymbolic ? "-s" : "-n", daemon, place);

        machine.Install();
        machine.Uninstall();

        running.HasEnded.Should().BeFalse();
        File.ReadAllBytes(daemon).Should().Equal(File.ReadAllBytes("/bin/sleep"));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 0)]
    public void has_no_program_of_theirs_run_or_signalled_by_way_of_a_link_of_roots(bool isTheirs, int reloads)
    {
        using Machine machine = MachineOf(Debian);
        string daemon = machine.At(Debian.Programs, "netdata");
        Directory.CreateDirectory(machine.At("srv/agent"));
        Command.Output("mv", daemon, machine.At("srv/agent/netdata"));
        Command.Output("ln", "-s", Path.GetRelativePath(Path.GetDirectoryName(daemon)!, machine.At("srv/agent/netdata")), daemon);
        if (isTheirs)
        {
            Give(machine.At("srv/agent"));
        }

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        machine.Reloads.Should().Be(reloads);
        (machine.Output + machine.Errors).Contains($"they can change {machine.At("srv/agent")}", StringComparison.Ordinal)
            .Should().Be(isTheirs);
    }

    [Fact]
    public void does_not_lead_root_elsewhere_by_a_configuration_of_theirs()
    {
        using Machine machine = MachineOf(Debian);
        string configuration = machine.At("etc/netdata/netdata.conf");
        File.WriteAllText(configuration, $"""
            [directories]
                web = {victim.Path}
                config = {victim.Path}
                health config = {victim.Path}
                plugins = "{victim.Path}"
            """);
        Give(configuration);

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
        machine.Errors.Should().Contain("can be changed by others than root, so its directories are not used");
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);

        ListingOfVictim().Should().Be(before);
    }

    [Fact]
    public void gives_no_more_than_usual_rights_to_what_is_made_after_their_own()
    {
        using Machine machine = MachineOf(Debian);
        Command.Output("chmod", "7777", machine.At(Debian.Web));
        Command.Output("chmod", "7777", machine.At(Debian.Web, "index.html"));

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        machine.Rights(Debian.Web, "guides").Should().EndWith(" 0775");
        machine.Rights(Debian.Web, "guides/index.html").Should().EndWith(" 0664");
    }

    public void Dispose() => victim.Dispose();

    private static Machine MachineOf(InstallShape shape)
    {
        Machine machine = Machine.With(shape);
        Command.Output("chmod", "755", machine.Root);
        return machine;
    }

    private static void Give(params string[] paths) => Command.Output("chown", ["netdata", .. paths]);

    private string ListingOfVictim() =>
        string.Join('\n', [FileStatus.Of(victim.Path).Rights.ToString(), .. Machine.ListingOf(victim.Path)]);
}
