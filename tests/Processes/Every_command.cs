using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Processes;

/// <summary>What goes wrong around it is told in a line and an exit code, and never by a stack trace.</summary>
public sealed class Every_command : IDisposable
{
    // Nobody else's, since the limit on processes is one of all that a user runs; root has none.
    private const string AsUserOfItsOwn = "exec 3<$PLUGIN; exec setpriv --reuid=61234 --regid=61234 --clear-groups -- prlimit --nproc=";

    private readonly HostFiles files = new();

    private static readonly string[] Words =
    [
        "--help", "--version", "check", "check --source snmp", "check --help", "guide", "guide limits", "guide --html", "install --dry-run",
        "uninstall --dry-run", "completion bash", "complete -- x",
    ];

    public static TheoryData<string> Commands => [.. Words];

    public static MatrixTheoryData<string, string> WithoutOutput => new(Words, [">/dev/full", ">&-", "<&- >&-", ">$FILES/file"]);

    public static MatrixTheoryData<string, string> WithoutErrors => new(Words, ["2>/dev/full", "2>&-", "<&- 2>&-"]);

    [Theory, MemberData(nameof(WithoutOutput))]
    public void ends_with_1_and_the_reason_where_its_output_cannot_be_written(string command, string output)
    {
        using PluginProcess plugin = PluginProcess.Script(
            $"ulimit -f 0; exec \"$PLUGIN\" {command} {output}", files.Environment, ("FILES", files.Prefix));
        plugin.ExitCode().Should().Be(1);
        string reason = output switch
        {
            ">/dev/full" => "No space left on device",
            ">$FILES/file" => "File too large",
            _ => "Bad file descriptor",
        };
        plugin.RestOfLog().Should().Equal($"tcp-resets.plugin: standard output: {reason}");
    }

    [Theory, MemberData(nameof(WithoutErrors))]
    public void does_its_work_where_nobody_would_hear_of_errors(string command, string errors)
    {
        using PluginProcess plugin = PluginProcess.Script($"exec \"$PLUGIN\" {command} {errors}", files.Environment);
        plugin.ExitCode().Should().Be(0);
        plugin.RestOfOutput().Should().NotBeEmpty();
        plugin.RestOfLog().Should().BeEmpty();
    }

    [Theory, MemberData(nameof(Commands))]
    public void ends_with_its_own_status_where_its_reader_has_seen_enough(string command)
    {
        using PluginProcess plugin = PluginProcess.Script(
            $"mkfifo $FILES/fifo; exec 3<>$FILES/fifo 4>$FILES/fifo 3<&-; exec \"$PLUGIN\" {command} >&4 4>&-",
            files.Environment,
            ("FILES", files.Prefix));
        plugin.ExitCode().Should().Be(0);
        plugin.RestOfLog().Should().BeEmpty();
    }

    [Theory]
    [InlineData("1 --source snmp", 1)]
    [InlineData("1 --source kernel", 1)]
    [InlineData("check", 1)]
    [InlineData("chek", 2)]
    public void writes_into_nothing_that_it_opens_where_it_has_no_standard_descriptors(string command, int exitCode)
    {
        string calls = Path.Join(files.Prefix, "calls");
        using PluginProcess plugin = PluginProcess.Script(
            $"strace -f -e trace=write -o $FILES/calls \"$PLUGIN\" {command} <&- >&- 2>&-", files.Environment, ("FILES", files.Prefix));
        plugin.ExitCode().Should().Be(exitCode);
        File.ReadAllLines(calls).Where(call => call.Contains("write(", StringComparison.Ordinal)).Should().NotBeEmpty()
            .And.OnlyContain(call => call.Contains("= -1 EBADF", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Commands))]
    public void does_its_work_with_three_descriptors_beside_the_standard_ones(string command)
    {
        // A directory above and one below it, since a path is gone step by step, and one of the runtime's.
        using PluginProcess plugin = PluginProcess.Script($"ulimit -n 6; exec \"$PLUGIN\" {command}", files.Environment);
        plugin.ExitCode().Should().Be(0);
        plugin.RestOfLog().Should().BeEmpty();
        plugin.RestOfOutput().Should().NotBeEmpty();
    }

    [Theory, MemberData(nameof(Commands))]
    public void ends_in_words_with_one_descriptor_beside_them(string command)
    {
        using PluginProcess plugin = PluginProcess.Script($"ulimit -n 4; exec \"$PLUGIN\" {command}", files.Environment);
        int exitCode = plugin.ExitCode();
        exitCode.Should().BeInRange(0, 1);
        string[] output = plugin.RestOfOutput();
        string[] log = plugin.RestOfLog();
        (output.Length + log.Length).Should().BePositive();
        log.Where(line => !line.StartsWith("tcp-resets.plugin: ", StringComparison.Ordinal)).Should().BeEmpty();
        if (command.StartsWith("uninstall", StringComparison.Ordinal))
        {
            log[^1].Should().Be( // what nobody has thought of: a directory cannot be listed
                "tcp-resets.plugin: ended by too little memory, too few threads or open files, or by a mistake of its own: 0x00000018");
        }
    }

    [Theory, MemberData(nameof(Commands))]
    public void tells_why_it_cannot_start_without_a_second_thread(string command)
    {
        using PluginProcess plugin = PluginProcess.Script($"{AsUserOfItsOwn}1 /proc/self/fd/3 {command}", files.Environment);
        plugin.ExitCode().Should().Be(1);
        plugin.RestOfOutput().Should().BeEmpty();
        plugin.RestOfLog().Should().ContainSingle().Which.Should().StartWith("tcp-resets.plugin: cannot start: too few threads, ");
    }

    [Theory, MemberData(nameof(Commands))]
    public void tells_that_it_cannot_start_with_hardly_any_memory(string command)
    {
        using PluginProcess plugin = PluginProcess.Script($"ulimit -v 16000; exec \"$PLUGIN\" {command}", files.Environment);
        plugin.ExitCode().Should().Be(1);
        plugin.RestOfOutput().Should().BeEmpty();
        plugin.RestOfLog().Should().Equal("tcp-resets.plugin: cannot start: too few threads, or hardly any memory "
            + "(ulimit -u; LimitNPROC=, TasksMax= of a service)");
    }

    [Theory, MemberData(nameof(Commands))]
    public void needs_no_third_thread(string command)
    {
        using PluginProcess plugin = PluginProcess.Script($"{AsUserOfItsOwn}2 /proc/self/fd/3 {command}");
        plugin.ExitCode().Should().Be(0);
        plugin.RestOfOutput().Should().NotBeEmpty();
        plugin.RestOfLog().Should().BeEmpty();
    }

    [Fact]
    public void needs_no_third_thread_either_if_it_is_the_plugin_until_it_is_ended()
    {
        using PluginProcess plugin = PluginProcess.Script($"{AsUserOfItsOwn}2 /proc/self/fd/3 1 --source snmp");
        plugin.NextTick();
        Directory.GetDirectories($"/proc/{plugin.Id}/task").Should().HaveCount(2);
        plugin.Signal(PluginProcess.SigTerm);
        plugin.ExitCode().Should().Be(0);
        plugin.RestOfLog().Should().ContainSingle();
    }

    public void Dispose() => files.Dispose();
}
