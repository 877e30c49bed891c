using FluentAssertions;
using TcpResets.Commands;
using Xunit;

namespace TcpResets.Tests.Packaging;

public sealed class An_installation_that_cannot_go_on
{
    private static readonly InstallShape Shape = InstallShape.All[0];

    [Fact]
    public void leaves_no_half_written_file_when_the_disk_is_full()
    {
        using Machine machine = Machine.With(Shape);
        string before = machine.Listing();

        // The executable is larger than this disk.
        (int exitCode, string output) = InstallWith("mount -t tmpfs -o size=1m tmpfs", machine.At(Shape.Plugins), machine);

        exitCode.Should().Be(ExitCode.CannotWork);
        output.Should().MatchRegex(@"cannot write .*/tcp-resets.plugin \(.*\): No space left on device").And.Contain("what is listed above is done");
        output.Should().EndWith("left there:\n", "the disk was empty before");
        machine.Listing().Should().NotContain(".tmp");

        machine.Install().Should().Be(ExitCode.Done, machine.Errors);
        machine.Output.Should().Contain("wrote").And.NotContain("health.d/tcp_resets.conf (");
        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);
        machine.Listing().Should().Be(before);
    }

    [Fact]
    public void can_be_taken_away()
    {
        using Machine machine = Machine.With(Shape);
        string before = machine.Listing();
        InstallWith("mount -t tmpfs -o size=1m tmpfs", machine.At(Shape.Plugins), machine);
        machine.Listing().Should().NotBe(before);

        machine.Uninstall().Should().Be(ExitCode.Done, machine.Errors);

        machine.Listing().Should().Be(before);
    }

    [Fact]
    public void changes_nothing_when_the_configuration_directory_is_read_only()
    {
        using Machine machine = Machine.With(Shape);
        string before = machine.Listing();

        (int exitCode, string output) = InstallWith("mount --bind -o ro .", machine.At("etc/netdata"), machine);

        exitCode.Should().Be(ExitCode.CannotWork);
        output.Should().Contain("Read-only file system").And.Contain("nothing was changed");
        machine.Listing().Should().Be(before);
    }

    [Fact]
    public void says_that_it_needs_root()
    {
        using Machine machine = Machine.With(Shape);
        Machine.Run("chmod", "755", machine.Root);
        Machine.Run("chmod", "750", machine.At(Shape.Plugins));
        File.Copy(Repository.Executable, machine.At("plugin"));
        string before = machine.Listing();

        foreach (string command in new[] { "install", "uninstall" })
        {
            (int exitCode, string output) = Machine.Run(
                "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", machine.At("plugin"), command, "--netdata", machine.Root);
            exitCode.Should().Be(ExitCode.CannotWork, output);
            output.Should().Contain("run this as root (sudo)").And.Contain(machine.At("etc/netdata"));
        }

        (int dryRun, string announced) = Machine.Run(
            "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", machine.At("plugin"), "install", "--dry-run", "--netdata", machine.Root);
        dryRun.Should().Be(ExitCode.Done);
        announced.Should().Contain("would write");
        machine.Listing().Should().Be(before);
    }

    // In a mount namespace of its own, with something mounted over one of the directories.
    private static (int ExitCode, string Output) InstallWith(string mount, string directory, Machine machine) => Machine.Run(
        "unshare",
        "--mount",
        "sh",
        "-c",
        $"""cd "$1" && {mount} "$1" && cd / && "$2" install --netdata "$3" 2>&1; code=$?; echo left there:; ls -A "$1" | grep -v -e netdata.conf -e health.d; exit $code""",
        "sh",
        directory,
        Repository.Executable,
        machine.Root);
}
