using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Packages;

public sealed class The_other_packages
{
    private const string Files =
        @"[%{FILEMODES:perms} %{FILEUSERNAME}/%{FILEGROUPNAME} %{FILENAMES} %{FILELINKTOS} %{FILECAPS} %{FILEFLAGS:fflags}\n]";

    [Theory]
    [InlineData("x86_64")]
    [InlineData("aarch64")]
    [Trait("rewrites", "golden")]
    public void for_rpm_bring_these_files_and_ask_for_these_packages(string architecture)
    {
        string package = ForRpm(architecture);
        string files = Command.Output("rpm", "-qp", "--qf", Files, package);
        string needs = Command.Output("rpm", "-qp", "--requires", package);
        Golden.ShouldBe($"{Regex.Replace(needs, @"(?m)^rpmlib.*\n", "")}\n{Regex.Replace(files, "(?m) +$", "")}", "packages/rpm.txt");
        Command.Output("rpm", "-qp", "--changelog", package).Should().Contain($" - {DebianPackage.Version}-1\n");
    }

    [Fact]
    public void for_rpm_give_the_agents_group_a_plugin_with_its_capabilities()
    {
        const string Program = "/usr/lib/tcp-resets/tcp-resets.plugin";
        using DebianRoot machine = new();
        File.Copy(ForRpm(Command.Output("uname", "-m").Trim()), machine.At("mnt/package.rpm"));

        // What it needs is not there for rpm, but for dpkg, which rpm here does not want to come into the way of.
        machine.Do("rpm", "--install", "--nodeps", "--force-debian", "/mnt/package.rpm").Should().Contain("restart the agent");

        machine.Do("stat", "-c", "%U:%G %a", Program).Should().Be("root:netdata 750\n");
        machine.Do("getcap", Program).Should().EndWith("cap_sys_admin,cap_sys_resource,cap_perfmon,cap_bpf=p\n");
        machine.Do("tcp-resets", "check").Should().Contain("source kernel  in use");
        machine.Run("tcp-resets", "uninstall").Said.Should().Contain($"'rpm --erase {DebianPackage.Name}' takes it away");
        machine.Do("rpm", "--erase", "--force-debian", DebianPackage.Name);
        File.Exists(machine.At(Program[1..])).Should().BeFalse();
    }

    [Theory]
    [InlineData("amd64")]
    [InlineData("arm64")]
    [Trait("rewrites", "golden")]
    public void to_unpack_anywhere_bring_these_files(string architecture)
    {
        string directory = $"tcp-resets-{DebianPackage.Version}-{architecture}";
        string files = Command.Output("tar", "-tvf", Path.Join(Repository.Root, "out", $"{directory}.tar.gz"));
        string timeless = Regex.Replace(files, @"(?m) +\d+ \d\d\d\d-\d\d-\d\d \d\d:\d\d ", " ");
        Golden.ShouldBe(timeless.Replace(directory, "tcp-resets", StringComparison.Ordinal), "packages/tarball.txt");
    }

    [Fact]
    public void to_unpack_anywhere_install_themselves_into_an_agent()
    {
        using TemporaryDirectory directory = new();
        string archive = Path.Join(Repository.Root, "out", $"tcp-resets-{DebianPackage.Version}-{ArchitectureOfThisMachine()}.tar.gz");
        Command.Output("tar", "-xf", archive, "--strip-components=1", "-C", directory.Path);
        foreach (string shape in new[] { "etc/netdata", "usr/libexec/netdata/plugins.d", "usr/share/netdata/web", "usr/sbin" })
        {
            Directory.CreateDirectory(Path.Join(directory.Path, "agent", shape));
        }

        File.Copy("/bin/true", Path.Join(directory.Path, "agent/usr/sbin/netdata"));
        string command = Regex.Match(File.ReadAllText(Path.Join(directory.Path, "README")), @"(?m)^ +sudo (\./\S+ install --netdata) \S+$")
            .Groups[1].Value;

        Shell.Run($"cd {directory.Path} && chmod 755 . && {command} {directory.Path}/agent").Output.Should().Contain("Done.");

        File.Exists(Path.Join(directory.Path, "agent/usr/libexec/netdata/plugins.d/tcp-resets.plugin")).Should().BeTrue();
    }

    private static string ForRpm(string architecture) =>
        Path.Join(Repository.Root, "out", $"{DebianPackage.Name}-{DebianPackage.Version}-1.{architecture}.rpm");

    private static string ArchitectureOfThisMachine() => Command.Output("dpkg", "--print-architecture").Trim();
}
