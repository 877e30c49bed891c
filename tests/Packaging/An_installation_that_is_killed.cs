using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Packaging;

/// <summary>The real executable, killed by strace(1) as it enters each of the system calls that change something.</summary>
public sealed class An_installation_that_is_killed : IDisposable
{
    private const string Install = "install --no-wait"; // nobody answers for the agent here
    private const int Done = 0, Killed = 128 + 9;

    private readonly Machine machine = Machine.With(InstallShape.All[0]);

    [Theory]
    [InlineData("mkdirat")]
    [InlineData("fchown")]
    [InlineData("fsetxattr")]
    [InlineData("renameat")]
    [InlineData("symlinkat")]
    public void is_completed_by_the_next_one_and_taken_away_by_uninstall(string call)
    {
        string before = machine.Listing();
        Run(Install).Should().Be(Done);
        string installed = machine.Listing();
        Run("uninstall").Should().Be(Done);
        machine.Listing().Should().Be(before);

        int step = 0;
        while (RunUntil(call, ++step, Install) == Killed)
        {
            Run(Install).Should().Be(Done);
            machine.Listing().Should().Be(installed, $"it was killed at {call} number {step}");
            Run("uninstall").Should().Be(Done);
            RunUntil(call, step, Install).Should().Be(Killed);
            Run("uninstall").Should().Be(Done);
            machine.Listing().Should().Be(before, $"it was killed at {call} number {step}");
        }

        step.Should().BeGreaterThan(1, "it has such a step");
        machine.Listing().Should().Be(installed);
    }

    [Theory]
    [InlineData("unlinkat")]
    public void while_it_is_taken_away_is_taken_away_by_the_next_one(string call)
    {
        string before = machine.Listing();
        int step = 0;
        do
        {
            Run(Install).Should().Be(Done);
            if (RunUntil(call, ++step, "uninstall") == Done)
            {
                break;
            }

            Run("uninstall").Should().Be(Done);
            machine.Listing().Should().Be(before, $"it was killed at {call} number {step}");
        }
        while (true);
        step.Should().BeGreaterThan(10, "it has that many steps");
        machine.Listing().Should().Be(before);
    }

    public void Dispose() => machine.Dispose();

    private int Run(string command) => Shell.Run($"{Repository.Executable} {command} --netdata {machine.Root} 2>&1").ExitCode;

    private int RunUntil(string call, int step, string command)
    {
        string strace = $"strace -f -qqq -o /dev/null --seccomp-bpf -e inject={call}:signal=KILL:when={step}";
        int exitCode = Shell.Run($"{strace} {Repository.Executable} {command} --netdata {machine.Root} 2>&1").ExitCode;
        exitCode.Should().BeOneOf(Done, Killed);
        return exitCode;
    }
}
