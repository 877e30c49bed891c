using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Guides;

/// <summary>The command <c>guide</c> of the real executable.</summary>
public sealed class The_guide_on_a_terminal
{
    private static readonly string Plugin = Path.Join(Repository.Root, "out", "tcp-resets.plugin");

    public static TheoryData<string> Dimensions =>
        [.. Words<Received>.All.Concat(Words<SentCause>.All).Concat(Words<Ignored>.All).Distinct()];

    [Theory]
    [InlineData("q", 0)] // typed, and the reader leaves
    [InlineData("kill", 15)]
    public void is_paged_where_it_does_not_fit_and_leaves_the_terminal_as_it_was(string end, int exitCode)
    {
        string script = $"stty rows 20 cols 60; stty -g; echo $$; TERM=xterm {Plugin} guide; echo code $?; stty -g";
        using TerminalProgram terminal = new(script);
        string before = terminal.NextLine().Text;
        int shell = int.Parse(terminal.NextLine().Text, System.Globalization.CultureInfo.InvariantCulture);
        List<string> shown = [];
        do
        {
            shown.Add(terminal.NextLine().Text);
        }
        while (shown.Count < 15);
        if (end == "q")
        {
            terminal.Say("q");
        }
        else
        {
            Shell.Run($"kill $(pgrep -P {shell})");
        }

        List<string> rest = [.. terminal.RestOfOutput()];
        rest[^1].Should().Be(before);
        rest[^2].Should().EndWith($"code {exitCode}").And.Contain("\e[?1049l", "what stood on the terminal is shown again");
        shown.Concat(rest).Should().HaveCountLessThan(30, "it is a page, not the whole").And.Contain(line => line.Contains("\e[1m"));
        shown.Select(Plain).Should().OnlyContain(line => line.Length <= 60).And.Contain(line => line.Length > 50);
    }

    [Theory]
    [InlineData("TERM=dumb", 430, false)]
    [InlineData("TERM=xterm PAGER=nonsense", 430, true)]
    [InlineData("TERM=xterm PAGER=cat NO_COLOR=1", 430, false)]
    [InlineData("TERM=xterm PAGER='tail -n 3'", 3, true)]
    [InlineData("TERM=xterm PAGER=\"'tail' '-n' 3\"", 3, true)] // as the shell reads it
    [InlineData("TERM=xterm PAGER=\"'no such' '-n' 3\"", 430, true)]
    [InlineData("TERM=xterm PAGER=\"tail '-n 3\"", 430, true)] // which no shell can read
    public void does_without_a_pager_and_colours_where_there_are_none(string environment, int lines, bool coloured)
    {
        string[] shown = Terminal("rows 20 cols 60", $"{environment} {Plugin} guide");

        shown.Should().HaveCountGreaterThanOrEqualTo(lines).And.HaveCountLessThan(2 * lines);
        shown.Any(line => line.Contains('\e')).Should().Be(coloured && lines > 3);
    }

    [Theory]
    [InlineData("cols 0", "COLUMNS=70", 60, 70)]
    [InlineData("cols 0", "COLUMNS=", 70, 80)]
    [InlineData("cols 20", "COLUMNS=70", 30, 40)]
    [InlineData("cols 300", "COLUMNS=70", 90, 100)]
    public void keeps_to_its_width(string size, string environment, int least, int most)
    {
        // At its time all of a section, the lines left out that are commands, or what a command says, which are not broken.
        string[] shown = [.. Terminal($"rows 50 {size}", $"{environment} TERM=dumb {Plugin} guide refused").Select(Plain)
            .Where(line => !line.StartsWith("    ", StringComparison.Ordinal) && !line.Contains("journalctl", StringComparison.Ordinal)
                && !Regex.IsMatch(line, @"^ *`[^`]+`\W*$"))];

        shown.Max(line => line.Length).Should().BeInRange(least, most);
    }

    [Theory]
    [MemberData(nameof(Dimensions))]
    public void opens_at_a_dimension(string dimension)
    {
        CommandResult guide = Shell.Run($"{Plugin} guide {dimension}");

        guide.ExitCode.Should().Be(0);
        guide.Output.Should().StartWith("TCP resets ").And.Contain($"`{dimension}`").And.NotContain("Who, what, next");
    }

    public static TheoryData<string> Alerts =>
        [.. Regex.Matches(File.ReadAllText(Path.Join(Repository.Root, "health.d", "tcp_resets.conf")), @"(?m)^ *template: *(\S+)$")
            .Select(alert => alert.Groups[1].Value)];

    [Theory, MemberData(nameof(Alerts))]
    public void is_there_for_each_alert(string name)
    {
        CommandResult guide = Shell.Run($"{Plugin} guide {name}");
        guide.ExitCode.Should().Be(0, guide.Output);
        string title = GuideFiles.Of(name == "tcp_resets_last_collected" ? GuideFiles.Silent
            : name.EndsWith("_sent", StringComparison.Ordinal) ? GuideFiles.Sent : GuideFiles.Received).Title;
        guide.Output.Should().StartWith($"{title}\n====");
    }

    [Theory]
    [InlineData("received", GuideFiles.Received)]
    [InlineData("10s_ipv4_tcp_resets_received", GuideFiles.Received)]
    [InlineData("1h_ipv6_tcp_resets_received", GuideFiles.Received)]
    [InlineData("sent", GuideFiles.Sent)]
    [InlineData("40s_ipv6_tcp_resets_sent", GuideFiles.Sent)]
    [InlineData("silent", GuideFiles.Silent)]
    [InlineData("tcp_resets_last_collected", GuideFiles.Silent)]
    [InlineData("by-hand", GuideFiles.ByHand)]
    [InlineData("fleet", GuideFiles.Fleet)]
    [InlineData("limits", GuideFiles.Limits)]
    [InlineData("syn-cookies", GuideFiles.Cookies)]
    public void is_known_by_its_alerts_and_by_a_short_word(string about, string guide) =>
        Shell.Run($"{Plugin} guide {about}").Output.Should().StartWith($"{GuideFiles.Of(guide).Title}\n====");

    [Theory]
    [InlineData("nonsense")]
    [InlineData("collected")]
    [InlineData("foo_limits")]
    [InlineData("_sent")]
    [InlineData("2h_ipv4_tcp_resets_sent")]
    [InlineData("10s_ipv5_tcp_resets_sent")]
    [InlineData("10s_ipv4_tcp_resets_limits")]
    [InlineData("10s_ipv4_tcp_resets_sent_")]
    public void names_what_there_is_if_it_does_not_know_a_word(string about)
    {
        CommandResult guide = Shell.Run($"{Plugin} guide {about}");

        guide.ExitCode.Should().Be(2);
        guide.Output.Should().Contain($"'{about}' has no guide; there is: received, sent, by-hand, fleet, limits, syn-cookies, silent, ")
            .And.Contain("established");
    }

    [Fact]
    public void is_no_error_to_leave_early_and_is_one_to_lose()
    {
        Shell.Run($"{Plugin} guide | head -n 1; echo ${{PIPESTATUS[0]}}").Output.Should().Be("TCP resets received\n0\n");
        Shell.Run($"{Plugin} guide >/dev/full; echo $?").Output.Should()
            .Be("tcp-resets.plugin: standard output: No space left on device\n1\n");
    }

    [Fact]
    public void gives_a_pager_no_rights() =>
        Terminal("rows 20 cols 60", $"TERM=xterm PAGER='grep -E \"CapPrm|CapBnd|NoNewPrivs\" /proc/self/status' {Plugin} guide")
            .Should().Equal("CapPrm:\t0000000000000000", "CapBnd:\t0000000000000000", "NoNewPrivs:\t1");

    [Fact]
    public void lets_a_pager_have_the_signals_that_the_plugin_ignores()
    {
        const int brokenPipe = 13, fileTooLarge = 25;
        string ignored = Terminal("rows 20 cols 60", $"TERM=xterm PAGER='grep SigIgn /proc/self/status' {Plugin} guide")
            .Should().ContainSingle().Which;

        long signals = long.Parse(ignored.Split('\t')[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        (signals & ((1L << (brokenPipe - 1)) | (1L << (fileTooLarge - 1)))).Should().Be(0, ignored);
    }

    [Theory]
    [InlineData("", true)]
    [InlineData("setpriv --ruid=61234", false)]
    [InlineData("setpriv --rgid=61234 --keep-groups", false)]
    public void starts_no_pager_with_the_rights_of_another_user(string launcher, bool paged) =>
        Terminal("rows 20 cols 60", $"TERM=xterm PAGER='echo paged' {launcher} {Plugin} guide")
            .SequenceEqual(["paged"]).Should().Be(paged);

    /// <summary>What a command writes to a terminal of that size.</summary>
    private static string[] Terminal(string size, string command)
    {
        using TerminalProgram terminal = new($"stty {size}; {command}");
        return terminal.RestOfOutput();
    }

    private static string Plain(string line) => Regex.Replace(line, @"\e\[[0-9;?]*[A-Za-z]|\e\[[0-9;]*t|\e[=>]", "");
}
