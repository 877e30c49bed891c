using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Processes;

/// <summary>The real executable, as root, on this machine's kernel.</summary>
public sealed class The_command_top
{
    private const string TakesScreen = "\e[?1049h", GivesScreenBack = "\e[?1049l", ShowsCursor = "\e[?25h";

    private static readonly string Plugin = Repository.Executable;

    [Theory]
    [InlineData("q")]
    [InlineData("Ctrl-C")]
    [InlineData("TERM")]
    [InlineData("ABRT")]
    public void leaves_the_terminal_as_it_was_however_it_ends(string end)
    {
        string script = $"stty rows 10 cols 80; stty -g; echo $$; {Plugin} top; echo; echo code $?; stty -g";
        using TerminalProgram terminal = new(script);
        string before = terminal.NextLine().Text;
        string shell = terminal.NextLine().Text;
        List<string> shown = [];
        do
        {
            shown.Add(terminal.NextLine().Text);
        }
        while (!shown[^1].Contains("total", StringComparison.Ordinal));
        string running = Command.Output("pgrep", "-P", shell).Trim();
        if (end.Length > 1 && end != "Ctrl-C")
        {
            Command.Output("kill", $"-{end}", running);
        }
        else
        {
            terminal.Say(end == "q" ? "q" : TerminalProgram.CtrlC);
        }

        string[] rest = terminal.RestOfOutput();
        rest[^1].Should().Be(before);
        rest[^2].Should().StartWith("code ");
        string all = string.Concat([.. shown, .. rest]);
        all.IndexOf(GivesScreenBack, StringComparison.Ordinal).Should().BeGreaterThan(all.IndexOf(TakesScreen, StringComparison.Ordinal));
        all.Should().Contain(ShowsCursor);
    }

    [Fact]
    public void says_that_there_is_no_history_rather_than_no_resets()
    {
        using TemporaryDirectory cache = new();
        CommandResult top = Shell.Run($"NETDATA_CACHE_DIR={cache.Path} {Plugin} top --once");
        top.ExitCode.Should().Be(0);
        top.Output.Should().Contain("no history of the last hour was found");
    }

    [Fact]
    public void sorts_and_filters_by_keys()
    {
        string script = $"stty rows 10 cols 80; {Plugin} top";
        using TerminalProgram terminal = new(script);
        Until("sort r t s l: rate   d: all   /: any   q: end");
        terminal.Say("t");
        Until("sort r t s l: total   d: all");
        terminal.Say("d");
        Until("sort r t s l: total   d: received");
        terminal.Say("/qx");
        Until("show only: qx_");
        terminal.Say("\r");
        Until("/: qx   q: end");
        terminal.Say("q");
        terminal.ExitCode().Should().Be(0);

        void Until(string text)
        {
            while (!terminal.NextLine().Text.Contains(text, StringComparison.Ordinal))
            {
            }
        }
    }

    [Fact]
    public void fits_a_terminal_that_is_resized()
    {
        string script = $"stty rows 10 cols 80; tty; {Plugin} top";
        using TerminalProgram terminal = new(script);
        string device = terminal.NextLine().Text;
        Head().Should().NotContain("role");
        Command.Output("stty", "-F", device, "cols", "120");
        Wait.Until(() => Head().Contains("role", StringComparison.Ordinal), TimeSpan.FromMinutes(1), "it is as wide as the terminal");
        terminal.Say("q");
        terminal.ExitCode().Should().Be(0);

        string Head()
        {
            string line;
            do
            {
                line = terminal.NextLine().Text;
            }
            while (!line.Contains("total ", StringComparison.Ordinal) || line.Contains("sort", StringComparison.Ordinal));
            return line;
        }
    }

    [Fact]
    public void is_one_document_for_programs()
    {
        using TemporaryDirectory cache = new();
        using PluginProcess top = PluginProcess.Start("top --json --seconds 1", ("NETDATA_CACHE_DIR", cache.Path));
        top.ExitCode().Should().Be(0);
        using JsonDocument document = JsonDocument.Parse(string.Concat(top.RestOfOutput()));
        document.RootElement.GetProperty("rows").ValueKind.Should().Be(JsonValueKind.Array);
        document.RootElement.GetProperty("time").GetDateTimeOffset().Should().BeCloseTo(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1));
    }

    [Fact]
    public void shows_the_last_hour_to_others_than_root_and_says_what_it_takes_to_watch()
    {
        using PluginProcess top = PluginProcess.Script(
            "exec 3<$PLUGIN; exec setpriv --reuid=65534 --regid=65534 --clear-groups -- /proc/self/fd/3 top --once");
        top.ExitCode().Should().Be(0);
        top.RestOfOutput()[0].Should().Contain("total since");
        using PluginProcess watching = PluginProcess.Script(
            "exec 3<$PLUGIN; exec setpriv --reuid=65534 --regid=65534 --clear-groups -- /proc/self/fd/3 top --once --seconds 1");
        watching.ExitCode().Should().Be(1);
        watching.RestOfLog()[^1].Should().Be($"tcp-resets.plugin: this does it: sudo {Repository.Executable} top --once --seconds 1");
    }
}
