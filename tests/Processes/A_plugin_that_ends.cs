using System.Diagnostics;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Processes;

public sealed class A_plugin_that_ends : IDisposable
{
    private readonly HostFiles files = new();

    [Theory]
    [InlineData("")]
    [InlineData("QUIT")]
    [InlineData("QUIT\n")]
    [InlineData("FUNCTION 1 10 \"nothing\"\nQUIT\n")]
    public void does_so_with_0_at_once_when_its_input_says_so_or_ends(string said)
    {
        using PluginProcess plugin = PluginProcess.Start("86400 --source snmp", files.Environment);
        plugin.NextTick();
        Stopwatch watch = Stopwatch.StartNew();
        plugin.Say(said);
        if (said.Length == 0)
        {
            plugin.CloseInput();
        }

        plugin.ExitCode().Should().Be(0);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20), "it does not wait for its next collection, a day later");
        plugin.RestOfOutput().Should().BeEmpty();
    }

    [Theory]
    [InlineData("QUITE\n")]
    [InlineData("DO NOT QUIT\n")]
    [InlineData("quit\n")]
    [InlineData("FUNCTION_PAYLOAD 1 10 \"x\" \"0x8\" \"s\" \"t\"\n{}\nFUNCTION_PAYLOAD_END\nQUIT\nFUNCTION_PAYLOAD_END\n")]
    public void is_not_one_that_hears_something_else(string said)
    {
        using PluginProcess plugin = PluginProcess.Start("1 --source snmp", files.Environment);
        plugin.NextTick();
        plugin.Say(said);
        plugin.NextTick();
        plugin.NextTick();
    }

    [Theory]
    [InlineData("</dev/null")]
    [InlineData("<&-")]
    public void is_not_one_that_never_had_an_input(string input)
    {
        using PluginProcess plugin = PluginProcess.Script($"exec \"$PLUGIN\" 1 --source snmp {input}", files.Environment);
        plugin.NextTick();
        plugin.NextTick();
        plugin.NextTick();
        plugin.Signal(PluginProcess.SigTerm);
        plugin.ExitCode().Should().Be(0);
    }

    [Fact]
    public void because_it_cannot_wait_says_so_and_does_not_spin()
    {
        string withoutPpoll = $"perl {Path.Join(Repository.Root, "tests/Processes/deny.pl")} ppoll 22";
        CommandResult run = Shell.Run($"{withoutPpoll} {Repository.Executable} 1 --source snmp </dev/null 2>&1 >/dev/null");
        run.ExitCode.Should().Be(1);
        run.Output.Should().Contain("ERROR : MAIN : cannot wait for the next second: Invalid argument");
    }

    [Fact]
    public void does_so_with_0_on_SIGTERM()
    {
        using PluginProcess plugin = PluginProcess.Start("86400 --source snmp", files.Environment);
        plugin.NextTick();
        plugin.Signal(PluginProcess.SigTerm);
        plugin.ExitCode().Should().Be(0);
    }

    [Fact]
    public void does_so_with_0_on_SIGTERM_while_nobody_reads_what_it_writes()
    {
        using Fifo fifo = new(files.Prefix);
        fifo.Fill();
        using PluginProcess plugin = PluginProcess.Script($"exec \"$PLUGIN\" 1 --source snmp >{fifo.Path}", files.Environment);
        plugin.NextLog();
        fifo.WaitUntilWriterIsStuck(plugin.Id);
        plugin.Signal(PluginProcess.SigTerm);
        plugin.ExitCode().Should().Be(0);
    }

    [Theory]
    [InlineData("| head -n 1", 0)] // EPIPE at the next tick
    [InlineData("| :", 0)]
    [InlineData(">/dev/full", 1, "standard output: No space left on device")]
    [InlineData(">&-", 1, "standard output: Bad file descriptor")]
    public void does_so_when_nothing_takes_its_output(string output, int exitCode, params string[] reason)
    {
        using PluginProcess plugin = PluginProcess.Script(
            $"\"$PLUGIN\" 1 --source snmp {output}; exit ${{PIPESTATUS[0]}}", files.Environment);
        plugin.ExitCode().Should().Be(exitCode);
        plugin.RestOfLog()[1..].Select(line => line[(line.LastIndexOf("MAIN : ", StringComparison.Ordinal) + 7)..]).Should().Equal(reason);
    }

    [Theory]
    [InlineData("")] // an agent whose pipes end with it
    [InlineData("</dev/null")] // and one that is missed only at the next write
    public void is_gone_within_two_ticks_of_an_agent_that_was_killed(string input) => Unstalled.Play(TimeSpan.FromMilliseconds(200), () =>
    {
        using PluginProcess agent = PluginProcess.Script(
            $$"""
            coproc P { exec "$PLUGIN" 1 --source snmp {{input}}; }
            while read -r line <&"${P[0]}"; do echo "$line"; done
            """,
            files.Environment);
        agent.NextTick();
        agent.NextTick();
        Stopwatch watch = Stopwatch.StartNew();
        agent.Signal(PluginProcess.SigKill);
        agent.RestOfLog().Should().ContainSingle("there is nothing to complain of");
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(2.5), "the end of the log is the end of all that had it open");
    });

    public void Dispose() => files.Dispose();
}
