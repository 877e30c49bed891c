using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Packages;

public sealed class An_installed_package : IDisposable
{
    private const string Program = "/usr/lib/tcp-resets/tcp-resets.plugin";
    private const string DropIn = "/usr/lib/systemd/system/netdata.service.d/tcp-resets-capabilities.conf";
    private const string Configuration = "etc/netdata/tcp-resets.conf";
    private const string Alerts = "etc/netdata/health.d/tcp_resets.conf";

    private readonly TemporaryDirectory directory = new();
    private readonly DebianRoot machine = new();

    public void Dispose()
    {
        machine.Dispose();
        directory.Dispose();
    }

    [Fact]
    public void can_be_run_by_the_agents_group_only_since_it_has_capabilities()
    {
        machine.Install();
        machine.Do("stat", "-c", "%U:%G %a", Program).Should().Be("root:netdata 750\n");
        machine.Do("getcap", Program).Should().EndWith("cap_sys_admin,cap_sys_resource,cap_perfmon,cap_bpf=p\n");
        string[] links =
            ["/usr/bin/tcp-resets", "/usr/lib/netdata/plugins.d/tcp-resets.plugin", "/usr/libexec/netdata/plugins.d/tcp-resets.plugin"];
        foreach (string link in links)
        {
            machine.Do("realpath", link).Should().Be(Program + "\n");
            // By a program in between, since setpriv itself still has root's capabilities.
            machine.Do("setpriv", "--reuid=netdata", "--regid=netdata", "--init-groups", "env", link, "--version").Trim()
                .Should().Be(DebianPackage.Version);
            machine.Run("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "env", link, "--version")
                .Errors.Should().Contain("Permission denied");
        }
    }

    [Fact]
    public void keeps_what_the_user_has_changed_when_it_is_updated()
    {
        string older = DebianPackage.Repacked(directory, "0.0.1", $"echo '# older' | tee -a {Configuration} >>{Alerts}");
        machine.Install(older).ExitCode.Should().Be(0);
        File.AppendAllText(machine.At(Configuration), "# mine\n");

        machine.Install().Should().Contain("restart the agent", "it runs no plugin that would begin anew");

        File.ReadAllText(machine.At(Configuration)).Should().EndWith("# older\n# mine\n");
        File.ReadAllText(machine.At(Configuration + ".dpkg-dist")).Should().NotContain("# older");
        File.ReadAllText(machine.At(Alerts)).Should().NotContain("# older", "nobody has changed that one");
        machine.Do("getcap", Program).Should().EndWith("=p\n", "the newer file has its capabilities, too");
        machine.Do("dpkg", "--verify", DebianPackage.Name).Should().NotContain("missing");
    }

    [Fact]
    public void leaves_its_configuration_when_it_is_removed_and_nothing_when_it_is_purged()
    {
        machine.Differences().Should().BeEmpty();
        machine.Install();
        File.WriteAllText(machine.At("var/cache/netdata/tcp-resets.history.json"), "{}");
        machine.Differences().Should().Contain(["usr/bin/tcp-resets", Configuration]);

        machine.Do("dpkg", "--remove", DebianPackage.Name).Should().Contain("until it is purged");
        machine.Differences().Should().BeEquivalentTo(Configuration, Alerts);
        File.Copy(Repository.Executable, machine.At("mnt/tcp-resets.plugin"));
        machine.Run("/mnt/tcp-resets.plugin", "install").Said.Should().Contain($"apt purge {DebianPackage.Name}");

        machine.Do("dpkg", "--purge", DebianPackage.Name);
        machine.Differences().Should().BeEmpty();
    }

    [Theory]
    [InlineData("CapabilityBoundingSet=CAP_SYS_ADMIN", true)]
    [InlineData("CapabilityBoundingSet=~CAP_SYSLOG", false)] // which has CAP_BPF
    [InlineData("User=root", false)]
    public void widens_a_service_that_is_bounded_and_bounds_none(string line, bool widens)
    {
        Directory.CreateDirectory(machine.At("etc/systemd/system"));
        File.WriteAllText(machine.At("etc/systemd/system/netdata.service"), $"[Service]\nExecStart=/usr/sbin/netdata\n{line}\n");
        machine.Install();
        machine.Run("grep", "-q", "CAP_BPF", DropIn).ExitCode.Should().Be(widens ? 0 : 2);

        machine.Do("dpkg", "--remove", DebianPackage.Name);
        machine.Run("ls", Path.GetDirectoryName(DropIn)!).ExitCode.Should().Be(2);
    }

    [Fact]
    public void is_removed_whatever_the_agents_user_has_put_in_the_way()
    {
        machine.Install();
        Directory.CreateDirectory(machine.At("var/cache/netdata/tcp-resets.history.json/directory"));

        machine.Do("dpkg", "--remove", DebianPackage.Name);
    }

    [Fact]
    public void is_left_alone_by_install_and_uninstall()
    {
        machine.Install();
        string[] before = machine.Differences();
        foreach (string command in new[] { "install", "uninstall" })
        {
            CommandResult result = machine.Run("tcp-resets", command);
            result.ExitCode.Should().Be(1);
            result.Said.Should().Contain($"apt remove {DebianPackage.Name}").And.Contain("nothing was changed");
        }

        machine.Differences().Should().Equal(before);
    }

    [Fact]
    public void does_not_come_beside_one_that_install_has_put_there()
    {
        File.Copy(Repository.Executable, machine.At("mnt/tcp-resets.plugin"));
        machine.Do("/mnt/tcp-resets.plugin", "install");
        string[] before = machine.Differences();

        CommandResult refused = machine.Install(DebianPackage.OfThisMachine);

        refused.ExitCode.Should().NotBe(0);
        refused.Said.Should().Contain("tcp-resets uninstall");
        machine.Differences().Should().Equal(before);
        machine.Do("/usr/local/bin/tcp-resets", "uninstall");
        machine.Install();
    }
}
