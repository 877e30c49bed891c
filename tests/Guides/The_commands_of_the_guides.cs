using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Guides;

public sealed class The_commands_of_the_guides
{
    /// <summary>All started at the first question: some wait for seconds, and they do not need each other.</summary>
    private static readonly Lazy<Dictionary<string, Task<CommandResult>>> Results =
        new(() => RunTable.Entries.ToDictionary(entry => entry.Command, entry => entry.Start()));

    private static readonly GuideCommand[] Written = [.. GuideFiles.All.SelectMany(GuideCommand.Of)];

    public static TheoryData<string> Run => [.. RunTable.Entries.Select(entry => entry.Command)];

    public static TheoryData<string> Shown =>
        [.. RunTable.Entries.Select(entry => entry.Command).Where(command => ShownFor(command).Any())];

    [Fact]
    public void are_each_run_by_a_test_or_checked_against_documentation() =>
        Written.Select(command => command.Text).Should()
            .BeSubsetOf(
                RunTable.Entries.Select(entry => entry.Command).Concat(DocumentedTable.Entries.Keys), "a new command needs an entry");

    [Fact]
    public void have_no_entry_without_a_command() =>
        RunTable.Entries.Select(entry => entry.Command).Concat(DocumentedTable.Entries.Keys).Should()
            .BeSubsetOf(
                Written.Select(command => command.Text).Append("ip6 saddr").Append("ip6 protochain 6"),
                "a command that went takes its entry along");

    [Theory]
    [MemberData(nameof(Run))]
    public async Task do_what_the_guide_says(string command)
    {
        RunEntry entry = RunTable.Entries.Single(e => e.Command == command);

        CommandResult result = await Results.Value[command];

        result.ExitCode.Should().Be(entry.ExitCode, "{0}\nprinted\n{1}", command, result.Output);
        Matches(result.Output, entry.Prints).Should().BeTrue("{0}\nprinted\n{1}\nnot like {2}", command, result.Output, entry.Prints);
    }

    [Theory]
    [MemberData(nameof(Shown))]
    public void print_what_the_guide_shows(string command)
    {
        string prints = RunTable.Entries.Single(e => e.Command == command).Prints;

        foreach (GuideCommand written in ShownFor(command))
        {
            Matches(written.Output + "\n", prints).Should().BeTrue("{0} shows\n{1}\nnot like {2}", written.Guide, written.Output, prints);
        }
    }

    private static IEnumerable<GuideCommand> ShownFor(string command) =>
        Written.Where(written => written.Text == command && written.Output is not null);

    /// <summary>Tools align columns: any run of blanks is one, and none at a line's end.</summary>
    private static bool Matches(string output, string pattern) => Regex.IsMatch(
        Regex.Replace(Regex.Replace(output, "[ \t]+", " "), " \n", "\n"),
        $@"\A{pattern.Replace(" ?\\n", "\\n", StringComparison.Ordinal)}\z");
}
