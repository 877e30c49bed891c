using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Processes;

public sealed partial class What_is_written : IDisposable
{
    private readonly HostFiles files = new();

    [Fact]
    [Trait("rewrites", "golden")]
    public void is_the_protocol_to_the_letter()
    {
        using PluginProcess plugin = PluginProcess.Start("1 --source snmp", files.Environment);
        List<OutputLine> lines = [.. plugin.NextTick()];
        files.Set("AttemptFails", "8");
        files.Set("OutRsts", "112");
        lines.AddRange(plugin.NextTick());
        plugin.CloseInput();
        string told = string.Concat(lines.Select(line => TimeSinceLast().Replace(line.Text, "$1<microseconds>") + '\n'));
        Golden.ShouldBe(told, "protocol/snmp.txt");
    }

    [Theory]
    [InlineData("--help", "help.txt")]
    [InlineData("-h", "help.txt")]
    [InlineData("--version", "version.txt")]
    [InlineData("check --help", "help-check.txt")]
    [InlineData("watch --help", "help-watch.txt")]
    [InlineData("top --help", "help-top.txt")]
    [InlineData("diagnose --help", "help-diagnose.txt")]
    [InlineData("guide --help", "help-guide.txt")]
    [InlineData("install --help", "help-install.txt")]
    [InlineData("uninstall --help", "help-uninstall.txt")]
    [InlineData("completion --help", "help-completion.txt")]
    [InlineData("completion bash", "completion.bash")]
    [InlineData("completion zsh", "completion.zsh")]
    [InlineData("completion fish", "completion.fish")]
    [InlineData("check --source snmp", "check.txt")]
    [Trait("rewrites", "golden")]
    public void by_a_command_is_what_its_golden_file_says(string arguments, string golden)
    {
        using TemporaryDirectory user = new(); // and not what this machine's Netdata has
        using PluginProcess plugin = PluginProcess.Start(arguments, files.Environment, ("NETDATA_USER_CONFIG_DIR", user.Path));
        plugin.ExitCode().Should().Be(0);
        Golden.ShouldBe(OnAnyMachine(plugin.RestOfOutput()), golden);
        plugin.RestOfLog().Should().BeEmpty();
    }

    [Fact]
    [Trait("rewrites", "golden")]
    public void by_check_where_nothing_works_is_why_and_it_exits_with_1()
    {
        files.Delete("snmp");
        using TemporaryDirectory user = new();
        user.Write("tcp-resets.conf", "[plugin]\nupdate every = never\n");
        using PluginProcess plugin = PluginProcess.Start("check --source snmp", files.Environment, ("NETDATA_USER_CONFIG_DIR", user.Path));
        plugin.ExitCode().Should().Be(1);
        string told = OnAnyMachine(plugin.RestOfOutput()).Replace(user.Path, "<config>", StringComparison.Ordinal);
        Golden.ShouldBe(told, "check-nothing-works.txt");
    }

    [Fact]
    public void fits_on_a_screen_as_help() =>
        Directory.EnumerateFiles(Path.Join(Repository.Root, "tests", "Golden"), "help*.txt").Should().HaveCountGreaterThan(5)
            .And.AllSatisfy(file => File.ReadAllLines(file).Should().HaveCountLessThanOrEqualTo(40));

    [Fact]
    public void names_the_command_by_which_it_was_called()
    {
        using TemporaryDirectory path = new();
        File.CreateSymbolicLink(Path.Join(path.Path, "tcp-resets"), Repository.Executable);
        CommandResult help = Shell.Run($"PATH={path.Path}:$PATH; tcp-resets --help; tcp-resets watch --port x");
        help.Output.Should().Contain("\n  tcp-resets [<update every>]").And.Contain("sudo tcp-resets watch ")
            .And.EndWith("tcp-resets: see tcp-resets --help\n").And.NotContain("tcp-resets.plugin");
    }

    [Theory]
    [InlineData("tcp-resets.plugin ", "check completion diagnose guide install top uninstall watch")]
    [InlineData("tcp-resets.plugin un", "uninstall")]
    [InlineData("tcp-resets.plugin --source ", "auto kernel snmp")]
    [InlineData("tcp-resets.plugin completion ", "bash fish zsh")]
    [InlineData("tcp-resets.plugin guide s", "sent silent stray syn-cookies")]
    [InlineData("tcp-resets.plugin watch --direction ", "ignored received sent")]
    [InlineData("tcp-resets.plugin watch --kind un", "unread_data")]
    public void to_a_shell_that_completes_is_what_can_follow(string line, string expected)
    {
        using PluginProcess plugin = PluginProcess.Script(
            """
            PATH=${PLUGIN%/*}:$PATH
            . <("$PLUGIN" completion bash)
            COMP_LINE=$LINE COMP_POINT=${#LINE}
            read -ra COMP_WORDS <<<"$LINE"
            [[ $LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
            _tcp_resets_plugin tcp-resets.plugin
            printf '%s\n' "${COMPREPLY[@]}"
            """,
            ("LINE", line));
        plugin.ExitCode().Should().Be(0);
        plugin.RestOfOutput().Where(word => !word.StartsWith('-')).Order(StringComparer.Ordinal).Should().Equal(expected.Split(' '));
    }

    public void Dispose() => files.Dispose();

    // What the kernel's events can do depends on the kernel.
    private string OnAnyMachine(IEnumerable<string> lines) => string.Concat(lines
        .Select(line => line.Replace(files.Prefix, "<prefix>", StringComparison.Ordinal))
        .Select(line => KernelFinding().Replace(line, "$1<as the kernel allows>") + '\n'));

    [GeneratedRegex(@"^(source kernel +).*$")]
    private static partial Regex KernelFinding();

    [GeneratedRegex(@"^(BEGIN \S+ )[0-9]+$")]
    private static partial Regex TimeSinceLast();
}
