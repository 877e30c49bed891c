using System.Diagnostics;
using FluentAssertions;
using TcpResets.Commands;
using Xunit;

namespace TcpResets.Tests.Packaging;

public sealed class What_is_in_the_way_of_an_installation
{
    private static readonly InstallShape Shape = InstallShape.All[0];

    [Theory]
    [InlineData("mkfifo $1", "is no regular file")]
    [InlineData("ln -s /dev/zero $1", "is no regular file")]
    [InlineData("truncate -s 200M $1", "more than 1 MiB")]
    [InlineData(@"printf '[directories]\nweb = var/www\n' >$1", "'web' in [directories] is no absolute path")]
    [InlineData(@"printf '[directories]\nweb = /a\0b\n' >$1", "'web' in [directories] is no absolute path")]
    [InlineData(@"printf '[directories]\nweb = /\377\376\n' >$1", "'web' in [directories] is no absolute path")]
    public void is_told_of_a_netdata_conf_and_not_read(string make, string told)
    {
        using Machine machine = Machine.With(Shape);
        Command.Output("sh", "-c", make, "sh", machine.At("etc/netdata/netdata.conf"));
        Stopwatch watch = Stopwatch.StartNew();
        long memory = GC.GetAllocatedBytesForCurrentThread();

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        machine.Errors.Should().Contain(told).And.NotContain("\0");
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20), "it has not waited for a writer");
        (GC.GetAllocatedBytesForCurrentThread() - memory).Should().BeLessThan(100 << 20);
        File.Exists(machine.At(Shape.Web, "guides/index.html")).Should().BeTrue("the usual place is used");
    }

    [Theory]
    [InlineData("usr/share/netdata/web/guides/index.html")]
    [InlineData("usr/share/netdata/web/guides/tcp/limits.html")]
    [InlineData("usr/lib/netdata/plugins.d/tcp-resets.plugin")]
    public void is_left_as_it_is_if_it_is_somebody_elses(string path)
    {
        using Machine machine = Machine.With(Shape);
        Directory.CreateDirectory(Path.GetDirectoryName(machine.At(path))!);
        File.WriteAllText(machine.At(path), "somebody else's");
        string before = machine.Listing();

        machine.Install().Should().Be(ExitCode.CannotWork);
        machine.Errors.Should().Contain($"{machine.At(path)} is there already").And.Contain("nothing was changed");
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        machine.Output.Should().Contain($"left {machine.At(path)}");

        machine.Listing().Should().Be(before);
    }

    [Theory]
    [InlineData("var/lib/dpkg/info/netdata-plugin-tcp-resets.list", "'apt remove netdata-plugin-tcp-resets' takes it away")]
    [InlineData("var/lib/rpm/rpmdb.sqlite", "'rpm --erase netdata-plugin-tcp-resets' takes it away")]
    public void is_a_package_of_the_plugins_own(string database, string told)
    {
        using Machine machine = Machine.With(Shape);
        foreach (string path in new[] { database, "usr/lib/tcp-resets/tcp-resets.plugin" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(machine.At(path))!);
            File.WriteAllText(machine.At(path), "");
        }

        string before = machine.Listing();
        int[] ended = [machine.Install(), machine.Install(machine.Root), machine.Install(isDryRun: true), machine.Uninstall()];
        ended.Should().AllBeEquivalentTo(ExitCode.CannotWork);
        machine.Errors.Should().Contain("nothing was changed").And.Contain(told);
        machine.Listing().Should().Be(before);

        machine.Add(InstallShape.Of("static build"));
        machine.Install(machine.At("opt/netdata")).Should().Be(ExitCode.Done, "the package is not for that agent");
    }

    [Fact]
    public void is_another_installation_at_the_same_time()
    {
        using Machine machine = Machine.With(Shape);
        string before = machine.Listing();
        using (RunningProgram other = new("flock", [machine.At("etc/netdata"), "sh", "-c", "echo ready; exec sleep 600"]))
        {
            other.NextLine();
            machine.Install().Should().Be(ExitCode.CannotWork);
            machine.Errors.Should().Contain("another install or uninstall is at work");
            machine.Uninstall().Should().Be(ExitCode.CannotWork);
            machine.Listing().Should().Be(before);
        }

        Wait.Until(() => machine.Install() == ExitCode.Done, TimeSpan.FromMinutes(1), "the other has ended");
    }

    [Fact]
    public void is_not_a_standard_output_that_takes_nothing()
    {
        using Machine machine = Machine.With(Shape);
        CommandResult install = Shell.Run($"{Repository.Executable} install --netdata {machine.Root} >/dev/full");
        install.Output.Should().Contain("standard output: No space left on device");
        string installed = machine.Listing();
        machine.Executable = Repository.Executable;

        machine.Install(machine.Root).Should().Be(ExitCode.Done, machine.Errors);

        machine.Output.Should().Contain("in place already");
        machine.Listing().Should().Be(installed);
    }

    [Fact]
    public void is_a_directory_that_the_agents_user_may_not_enter()
    {
        using Machine machine = Machine.With(Shape);
        Command.Output("chmod", "711", machine.Root);
        Command.Output("chmod", "700", machine.At(Shape.Plugins));

        machine.Install().Should().Be(ExitCode.CannotWork);
        machine.Errors.Should().Contain($"the agent's user netdata cannot run {machine.At(Shape.Plugins)}/tcp-resets.plugin: "
            + $"{machine.At(Shape.Plugins)} is root:root 0700");

        Command.Output("chgrp", "netdata", machine.At(Shape.Plugins));
        Command.Output("chmod", "710", machine.At(Shape.Plugins));
        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
    }

    [Fact]
    public void is_not_that_the_agents_own_programs_are_of_a_group_that_its_user_is_not_in()
    {
        using Machine machine = Machine.With(Shape);
        Command.Output("chmod", "711", machine.Root);
        Command.Output("chown", "root:root", machine.At(Shape.Plugins, "apps.plugin"));
        Command.Output("chmod", "4755", machine.At(Shape.Plugins, "apps.plugin"));

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);

        machine.Rights(Shape.Plugins, "tcp-resets.plugin").Should().StartWith("root:netdata 075");
    }
}
