using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Processes;

public sealed class A_plugin_that_starts : IDisposable
{
    private readonly HostFiles files = new();

    [Fact]
    public void ends_with_1_and_the_reason_before_any_data_where_there_are_no_counters()
    {
        files.Delete("snmp");
        using PluginProcess plugin = PluginProcess.Start("1 --source snmp", files.Environment);
        plugin.ExitCode().Should().Be(1);
        plugin.RestOfOutput().Should().BeEmpty();
        plugin.RestOfLog().Should().ContainSingle().Which.Should().Contain(" ERROR : MAIN : cannot work here:")
            .And.Contain($"{files.Prefix}/proc/net/snmp: No such file or directory");
    }

    [Fact]
    public void ends_with_1_where_it_may_not_read_the_counters()
    {
        using PluginProcess plugin = PluginProcess.Script("chmod 755 $NETDATA_HOST_PREFIX; chmod 600 $NETDATA_HOST_PREFIX/proc/net/*; "
            + "exec setpriv --reuid=65534 --regid=65534 --clear-groups -- /proc/self/fd/3 1 --source snmp 3<$PLUGIN", files.Environment);
        plugin.ExitCode().Should().Be(1);
        plugin.RestOfLog().Should().ContainSingle().Which.Should().Contain($"{files.Prefix}/proc/net/snmp: Permission denied");
    }

    [Fact]
    public void waits_for_counters_that_are_not_there_yet_in_a_file_that_is()
    {
        string whole = files.Read("snmp");
        files.Write("snmp", "");
        using PluginProcess plugin = PluginProcess.Start("1 --source snmp", files.Environment);
        plugin.NextLog();
        plugin.NextLog().Should().EndWith("snmp: has no complete pair of 'Tcp:' lines; its numbers are missing until it has");
        files.Write("snmp", whole);
        plugin.NextTick()[0].Text.Should().StartWith("CHART 'ipv4.tcp_resets'");
    }

    [Fact]
    public void works_without_netstat_and_says_what_is_missing()
    {
        files.Delete("netstat");
        using PluginProcess plugin = PluginProcess.Start("1 --source snmp", files.Environment);
        plugin.NextTick().Select(line => line.Text).Should().Contain("SET received = 0").And.Contain("SET sent = 0");
        plugin.NextLog();
        plugin.NextLog().Should().EndWith("netstat: No such file or directory; its numbers are missing until it can be read");
    }

    [Fact]
    public void reads_the_counters_of_its_own_network_namespace()
    {
        using PluginProcess plugin = PluginProcess.Script(
            """
            exec unshare --net bash -c '
            ip link set lo up
            coproc P { exec "$PLUGIN" 1 --source snmp; }
            for ((ticks = 0; ticks < 2;)); do read -r line <&${P[0]}; [[ $line == END ]] && ((++ticks)); done
            for ((i = 0; i < 40; i++)); do : 2>/dev/null >/dev/tcp/127.0.0.1/9; done 2>/dev/null
            while read -r line <&${P[0]}; do echo "$line"; [[ $line == "SET sent = 40" ]] && break; done
            eval "exec ${P[1]}>&-"; wait $P_PID'
            """);
        plugin.ExitCode().Should().Be(0);
        plugin.RestOfOutput().Should().EndWith(["SET received = 40", "SET sent = 40"]);
    }

    [Theory]
    [InlineData("", 1)] // nothing is wrong with no argument, as long as nobody looks at a terminal
    [InlineData("1", 1)]
    [InlineData("7", 7)]
    [InlineData("86400", 86400)]
    [InlineData("0", 1, "argument <update every>: '0' is not a whole number of seconds from 1 to 86400; using 1 s")]
    [InlineData("-1", 1, "argument <update every>: '-1' is not a whole number of seconds from 1 to 86400; using 1 s")]
    [InlineData("86401", 1, "argument <update every>: '86401' is not a whole number of seconds from 1 to 86400; using 1 s")]
    [InlineData(
        "99999999999999999999",
        1,
        "argument <update every>: '99999999999999999999' is not a whole number of seconds from 1 to 86400; using 1 s")]
    public void takes_the_update_every_from_its_first_argument_and_says_what_it_cannot_take(
        string argument, int expected, params string[] problems)
    {
        using PluginProcess plugin = PluginProcess.Start($"{argument} --source snmp", files.Environment);
        plugin.NextTick()[0].Text.Should().Contain($" 'line' 5291 {expected} 'store_first' ");
        plugin.CloseInput();
        plugin.ExitCode().Should().Be(0);
        string[] log = plugin.RestOfLog();
        log[..^1].Select(line => line[line.IndexOf(": MAIN", StringComparison.Ordinal)..])
            .Should().Equal(problems.Select(problem => ": MAIN : " + problem));
        log[^1].Should().Contain($"source snmp, update every {expected} s; ");
    }

    [Theory]
    [InlineData("5", "3", 5)]
    [InlineData("", "3", 3)]
    [InlineData("0", "3", 3)]
    [InlineData("", "soon", 1)]
    public void falls_back_to_the_update_every_of_its_environment(string argument, string environment, int expected)
    {
        using PluginProcess plugin = PluginProcess.Start(
            $"{argument} --source snmp", files.Environment, ("NETDATA_UPDATE_EVERY", environment));
        plugin.NextTick()[0].Text.Should().Contain($" 'line' 5291 {expected} 'store_first' ");
    }

    [Theory]
    [InlineData("chek", "'chek' is neither a command nor a number of seconds.")]
    [InlineData("1s", "'1s' is neither a command nor a number of seconds.")]
    [InlineData("1 --source nowhere", "'nowhere' is not a source; it is one of auto, kernel, snmp.")]
    [InlineData("--colour", "'--colour' is neither a command nor a number of seconds.")]
    [InlineData("1 2", "Unrecognized command or argument '2'.")]
    [InlineData("@/etc/hostname", "'@/etc/hostname' is neither a command nor a number of seconds.")]
    [InlineData("1 @/dev/zero", "Unrecognized command or argument '@/dev/zero'.")]
    [InlineData("check @/dev/zero", "Unrecognized command or argument '@/dev/zero'.")]
    [InlineData("install --netdata / @/dev/zero", "Unrecognized command or argument '@/dev/zero'.")]
    [InlineData("[diagram] check", "'[diagram]' is neither a command nor a number of seconds.")]
    [InlineData("[suggest:2] check", "'[suggest:2]' is neither a command nor a number of seconds.")]
    [InlineData("tcp-resets.plugin [env:A=b] check", "'[env:A=b]' is neither a command nor a number of seconds.")]
    [InlineData("guide nothing-of-that-name", "")]
    [InlineData("install --netdata", "")]
    public void ends_with_2_when_it_is_called_wrongly(string arguments, string reason)
    {
        using PluginProcess plugin = PluginProcess.Start(arguments, files.Environment);
        plugin.ExitCode().Should().Be(2);
        plugin.RestOfOutput().Should().BeEmpty();
        plugin.RestOfLog()[0].Should().StartWith("tcp-resets.plugin: ").And.EndWith(reason);
    }

    /// <summary>Else '@FILE' is a file of more arguments to the library that parses the command line.</summary>
    [Theory]
    [InlineData("\"$PLUGIN\" @$FILES/fifo", 2)]
    [InlineData("\"$PLUGIN\" check @$FILES/fifo", 2)]
    [InlineData("\"$PLUGIN\" guide --html @$FILES/fifo", 2)]
    [InlineData("\"$PLUGIN\" @$FILES/itself", 2)]
    [InlineData("\"$PLUGIN\" complete -- \"x @$FILES/fifo \"", 0)]
    [InlineData("\"$PLUGIN\" complete -- \"x check @$FILES/itself \"", 0)]
    [InlineData("\"$PLUGIN\" complete -- @$FILES/fifo", 0)]
    public void opens_no_file_that_its_arguments_name(string command, int exitCode)
    {
        using PluginProcess plugin = PluginProcess.Script(
            $"mkfifo $FILES/fifo; echo @$FILES/itself >$FILES/itself; strace -f -e trace=open,openat -o $FILES/calls {command}",
            ("FILES", files.Prefix));
        plugin.ExitCode().Should().Be(exitCode);
        File.ReadAllText(Path.Join(files.Prefix, "calls")).Should().Contain("urandom").And.NotContain(files.Prefix);
    }

    [Fact]
    public void repeats_what_it_does_not_know_without_what_would_steer_a_terminal()
    {
        using PluginProcess plugin = PluginProcess.Script(
            "exec \"$PLUGIN\" $'a\\e]0;title\\a\\x9b31m\\nb\\u202ec\\u2028d\\u0085'",
            ("LC_ALL", "C.UTF-8"));
        plugin.ExitCode().Should().Be(2);
        plugin.RestOfLog()[0].Should().Be("tcp-resets.plugin: 'a ]0;title \ufffd31m b c d ' is neither a command nor a number of seconds.");
    }

    [Fact]
    [Trait("rewrites", "golden")]
    public void helps_whoever_calls_it_on_a_terminal_without_a_word()
    {
        using PluginProcess plugin = PluginProcess.Script("exec script -qec \"$PLUGIN\" /dev/null");
        plugin.ExitCode().Should().Be(0);
        Golden.ShouldBe(string.Concat(plugin.RestOfOutput().Select(line => line + '\n')), "help.txt");
    }

    [Fact]
    public void prints_its_protocol_on_a_terminal_when_told_an_update_every()
    {
        using PluginProcess plugin = PluginProcess.Script("exec script -qec \"$PLUGIN 1 --source snmp\" /dev/null", files.Environment);
        string[] log = [plugin.NextLine().Text, plugin.NextLine().Text];
        log.Should().Contain(line => line.StartsWith("CHART ", StringComparison.Ordinal), "the first line is the log's");
    }

    public void Dispose() => files.Dispose();
}
