using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Kernel;

/// <summary>Why a process lacks them is told in the same words by check and in the log; each cause is made for real.</summary>
public sealed class Capabilities_that_do_not_arrive
{
    private const string Given = "setcap cap_bpf,cap_perfmon,cap_sys_admin=p $plugin";
    private const string GivenInEffect = "setcap cap_bpf,cap_perfmon=ep $plugin";
    private const string NotGiven = ":";
    private const string InstallGives = "'tcp-resets.plugin install', as root, gives them";
    private const string NoNewPrivileges =
        "this process may not be given by its file, since it was started with no_new_privs: take that away "
        + "(NoNewPrivileges= of its service, allowPrivilegeEscalation of its container)";
    private const string NoSetUserId = "no file can give that is on a file system mounted nosuid, as $plugin is: mount it without that";
    private const string Withheld =
        "the agent's service or container withholds (CapabilityBoundingSet=); restart the agent after 'tcp-resets.plugin install', as root";
    private const string Tracer =
        "its file has, but this process has not been given: the file was changed after its start, or a tracer runs it";

    [Theory]
    [InlineData("suid", NotGiven, "", $"this process has not been given; {InstallGives}")]
    [InlineData("suid", "setcap -n 1000 cap_bpf,cap_perfmon=p $plugin", "", $"this process has not been given; {InstallGives}")]
    [InlineData("suid", "setcap cap_bpf=p $plugin", "", $"this process has not been given; {InstallGives}")]
    [InlineData("suid", Given, "setpriv --no-new-privs", NoNewPrivileges)]
    [InlineData("suid", GivenInEffect, "setpriv --no-new-privs", NoNewPrivileges)]
    [InlineData("suid", NotGiven, "setpriv --no-new-privs", $"{NoNewPrivileges}; then {InstallGives}")]
    [InlineData("nosuid", Given, "", NoSetUserId)]
    [InlineData("nosuid", GivenInEffect, "", NoSetUserId)]
    [InlineData("nosuid", NotGiven, "", $"{NoSetUserId}; then {InstallGives}")]
    [InlineData("suid", Given, "strace -o /dev/null", Tracer)]
    [InlineData("suid", Given, "prlimit --core=0", null)] // they do arrive
    public void are_told_with_what_keeps_them(string mount, string give, string launcher, string? expected)
    {
        const string AsUser = "setpriv --reuid=nobody --regid=nogroup --clear-groups";
        Verify(mount, give, $"{AsUser} {launcher}", expected);
    }

    [Theory]
    [InlineData(Given)]
    [InlineData(NotGiven)]
    public void are_told_with_the_service_that_withholds_them(string give) => Verify(
        "suid", give, "setpriv --reuid=nobody --regid=nogroup --clear-groups --bounding-set=-bpf,-perfmon,-sys_admin", Withheld);

    private static void Verify(string mount, string give, string launcher, string? expected)
    {
        CommandResult run = Shell.Run(
            $$"""
            directory=$(mktemp -d)
            trap 'rmdir $directory' EXIT
            export directory plugin=$directory/tcp-resets.plugin
            unshare --mount bash -ec '
            mount -t tmpfs -o mode=755,{{mount}} none $directory
            cp {{Repository.Executable}} $plugin
            {{give}}
            echo $plugin
            {{launcher}} $plugin check
            : | {{launcher}} $plugin 1 2>&1 >/dev/null'
            """);
        run.ExitCode.Should().Be(0, run.Output);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (expected is null)
        {
            lines[1].Should().StartWith("source kernel  in use  ");
            return;
        }

        string reason = "it takes the capabilities CAP_BPF and CAP_PERFMON, or CAP_SYS_ADMIN, which "
            + expected.Replace("$plugin", lines[0], StringComparison.Ordinal);
        lines[1].Should().Be($"source kernel  no      {reason}");
        lines[^1].Should().Contain($"source snmp, update every 1 s; kernel: {reason}; snmp: ");
    }
}
