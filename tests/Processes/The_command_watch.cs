using System.Net.Sockets;
using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Processes;

/// <summary>The real executable, as root, on this machine's kernel.</summary>
public sealed class The_command_watch
{
    private const int SigInt = 2;

    private static readonly string Plugin = Repository.Executable;

    [Theory]
    [InlineData(SigInt)]
    [InlineData(RunningProgram.SigTerm)]
    public void ends_with_0_and_a_sum_when_it_is_told_to(int signal)
    {
        using PluginProcess watch = PluginProcess.Start("watch");
        watch.NextLine().Text.Should().StartWith("time         direction kind ");
        watch.Signal(signal);
        watch.ExitCode().Should().Be(0);
        watch.RestOfLog()[^1].Should().MatchRegex("^tcp-resets.plugin: [0-9]+ shown, 0 left out by filters, [0-9]+ lost, ");
    }

    [Fact]
    public void ends_on_Ctrl_C_and_leaves_the_terminal_as_it_was()
    {
        string script = $"stty rows 20 cols 80; stty -g; {Plugin} watch --port 1; echo code $?; stty -g";
        using TerminalProgram terminal = new(script);
        string before = terminal.NextLine().Text;
        List<string> shown = [];
        do
        {
            shown.Add(terminal.NextLine().Text);
        }
        while (!shown[^1].Contains("peer", StringComparison.Ordinal));
        terminal.Say(TerminalProgram.CtrlC);

        string[] rest = terminal.RestOfOutput();
        rest[^1].Should().Be(before);
        rest[^2].Should().Be("code 0");
        shown[^1].Should().Be("\e[1mtime         direction kind          service        port   peer\e[m");
    }

    [Fact]
    public void ends_with_0_when_its_reader_has_seen_enough() =>
        Shell.Run($"{Plugin} watch 2>/dev/null | head -n 1; echo ${{PIPESTATUS[0]}}").Output.Should().EndWith("\n0\n");

    [Fact]
    public void tells_of_a_flood_as_many_as_there_were_one_by_one_or_as_a_number()
    {
        const int resets = 20_000;
        using NetworkNamespace network = NetworkNamespace.Create();
        network.Run("ip", "link set lo up");
        using PluginProcess watch = network.Visit(() => PluginProcess.Start("watch --json --network-namespaces own"));
        watch.NextLog();
        network.Visit(() =>
        {
            for (int number = 0; number < resets; number++)
            {
                using Socket client = new(SocketType.Stream, ProtocolType.Tcp);
                FluentActions.Invoking(() => client.Connect("127.0.0.1", 9)).Should().Throw<SocketException>();
            }
        });
        watch.Signal(SigInt);
        watch.ExitCode().Should().Be(0);

        JsonElement[] lines = [.. watch.RestOfOutput().Select(line => JsonDocument.Parse(line).RootElement)];
        long lost = lines.Sum(line => line.TryGetProperty("lost", out JsonElement number) ? number.GetInt64() : 0);
        JsonElement[] told = [.. lines.Where(line => line.TryGetProperty("kind", out _))];
        (told.Length + lost).Should().Be(2 * resets, "each was sent, and received");
        told.Should().HaveCountGreaterThan(1000).And.OnlyContain(line => line.GetProperty("peer").GetString() == "127.0.0.1");
    }

    [Fact]
    public void says_to_others_than_root_what_to_type_instead()
    {
        using PluginProcess watch = PluginProcess.Script(
            "exec 3<$PLUGIN; exec setpriv --reuid=65534 --regid=65534 --clear-groups -- "
            + "/proc/self/fd/3 watch --kind refused --service 'a b'");
        watch.ExitCode().Should().Be(1);
        watch.RestOfOutput().Should().BeEmpty();
        watch.RestOfLog().Should().HaveCount(2).And.HaveElementAt(
            1, $"tcp-resets.plugin: this does it: sudo {Repository.Executable} watch --kind refused --service 'a b'");
    }

    [Theory]
    [InlineData("--kind nonsense", "'nonsense'")]
    [InlineData("--direction up", "'up' is not a direction; it is one of received, sent, ignored.")]
    [InlineData("--port 65536", "--port: '65536' is not a whole number from 1 to 65535.")]
    [InlineData("--count 0", "--count: '0' is not a whole number from 1 to 2147483647.")]
    [InlineData("--peer 10.0.0.0/33", "--peer: '10.0.0.0/33' is neither an address nor a range of them")]
    public void says_what_is_wrong_with_its_options(string options, string message)
    {
        CommandResult result = Shell.Run($"{Plugin} watch {options} 2>&1");
        result.ExitCode.Should().Be(2);
        result.Output.Should().StartWith("tcp-resets.plugin: ").And.Contain(message);
    }
}
