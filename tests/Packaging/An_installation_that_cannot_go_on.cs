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
        CommandResult install = InstallWith("mount -t tmpfs -o size=1m tmpfs", machine.At(Shape.Plugins), machine);

        install.ExitCode.Should().Be(ExitCode.CannotWork);
        install.Said.Should().MatchRegex(@"cannot write .*/tcp-resets.plugin \(.*\): No space left on device")
            .And.Contain("what is listed above is done");
        install.Said.Should().EndWith("left there:\n", "the disk was empty before");
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

        CommandResult install = InstallWith("mount --bind -o ro .", machine.At("etc/netdata"), machine);

        install.ExitCode.Should().Be(ExitCode.CannotWork);
        install.Said.Should().Contain("Read-only file system").And.Contain("nothing was changed");
        machine.Listing().Should().Be(before);
    }

    [Fact]
    public void says_that_it_needs_root()
    {
        using Machine machine = Machine.With(Shape);
        Command.Output("chmod", "755", machine.Root);
        Command.Output("chmod", "750", machine.At(Shape.Plugins));
        File.Copy(Repository.Executable, machine.At("plugin"));
        string before = machine.Listing();

        foreach (string command in new[] { "install", "uninstall" })
        {
            CommandResult refused = AsNobody(machine, command);
            refused.ExitCode.Should().Be(ExitCode.CannotWork, refused.Said);
            refused.Said.Should().Contain("run this as root (sudo)").And.Contain(machine.At("etc/netdata"));
        }

        CommandResult dryRun = AsNobody(machine, "install", "--dry-run");
        dryRun.ExitCode.Should().Be(ExitCode.Done);
        dryRun.Output.Should().Contain("would write");
        machine.Listing().Should().Be(before);
    }

    private static CommandResult AsNobody(Machine machine, params string[] command) => Command.Run(
        "setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", machine.At("plugin"), .. command, "--netdata", machine.Root]);

    // In a mount namespace of its own, with something mounted over one of the directories.
    private static CommandResult InstallWith(string mount, string directory, Machine machine) => Command.Run(
        "unshare",
        "--mount",
        "sh",
        "-c",
        $"""cd "$1" && {mount} "$1" && cd / && "$2" install --netdata "$3" 2>&1; """
            + """code=$?; echo left there:; ls -A "$1" | grep -v -e netdata.conf -e health.d; exit $code""",
        "sh",
        directory,
        Repository.Executable,
        machine.Root);
}
