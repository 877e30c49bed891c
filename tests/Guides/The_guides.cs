using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Commands;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Guides;

public sealed class The_guides
{
    private static readonly string[] Causes =
        [
            "Closed port", "Aborting connection", "Half-open connection", "Listen queue full", "Buffer overflow", "TIME-WAIT assassination",
            "Data after the close",
        ];

    public static TheoryData<string> Names => [GuideFiles.Received, GuideFiles.Sent];

    [Fact]
    public void are_one_a_direction_and_lead_to_the_other_pages()
    {
        GuideFiles.All.Select(guide => guide.Name).Should()
            .Equal(
                GuideFiles.Received, GuideFiles.Sent, GuideFiles.Silent,
                GuideFiles.ByHand, GuideFiles.Fleet, GuideFiles.Limits, GuideFiles.Cookies);
        Names.Should().AllSatisfy(name => GuideFiles.SourceOf(name).Should()
            .Contain("](../limits.md)").And.Contain("](../syn-cookies.md)").And.Contain("](../by-hand.md)"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void say_first_whether_it_is_serious(string name) =>
        GuideFiles.SourceOf(name).Split('\n').Where(line => line.Length > 0).ElementAt(1)
            .Should().MatchRegex(@"^\*\*Is it serious\?\*\* (For this host rarely|Sometimes)");

    [Theory]
    [MemberData(nameof(Names))]
    public void name_the_alerts_of_both_families(string name) =>
        GuideFiles.SourceOf(name).Should().Contain($"`{name}`").And.Contain($"`{name.Replace("ipv4", "ipv6", StringComparison.Ordinal)}`");

    [Theory]
    [MemberData(nameof(Names))]
    public void treat_each_cause(string name) =>
        Sections(name).Select(section => section.Title).Should().OnlyHaveUniqueItems().And.BeEquivalentTo(Causes);

    [Theory]
    [MemberData(nameof(Names))]
    public void prove_each_cause_by_dimensions_that_exist_on_either_side(string name)
    {
        (IReadOnlyList<string> here, IReadOnlyList<string> there) = name == GuideFiles.Received
            ? (Words<Received>.All, Words<SentCause>.All)
            : (Words<SentCause>.All, Words<Received>.All);
        foreach ((string title, string text) in Sections(name))
        {
            Match proof = Regex.Match(
                text, @"\*\*Proof here\*\*:(?<here>.+?)\*\*At the\s+peer\*\*:(?<there>.+?)(?:\n\n|$)", RegexOptions.Singleline);
            proof.Success.Should().BeTrue("{0} must say what proves it here and at the peer", title);
            Quoted(proof.Groups["here"].Value).Should().Contain(word => here.Contains(word), title);
            Quoted(proof.Groups["there"].Value).Should().Contain(word => there.Contains(word), title);
            Quoted(proof.Value).Where(word => Regex.IsMatch(word, "^[a-z_]+$")).Should().BeSubsetOf([.. here, .. there, "snmp"], title);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void give_each_cause_signs_what_diagnose_says_a_stand_in_for_snmp_a_command_its_output_a_remedy_and_the_way_back(string name)
    {
        foreach ((string title, string text) in Sections(name))
        {
            text.Should().Contain("**Recognise**", title).And.Contain("**`diagnose` says**: `", title).And.Contain("`snmp`:", title)
                .And.Contain("```sh\n", title).And.Contain("```text\n", title)
                .And.Contain("**Remedy**", title).And.MatchRegex("[Uu]ndo[:,]", title);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void list_every_dimension_with_the_section_to_read(string name) =>
        Rows(name, "Section").Should().BeEquivalentTo(name == GuideFiles.Received ? Words<Received>.All : Words<SentCause>.All);

    [Fact]
    public void explain_every_dimension_of_those_ignored() =>
        Rows(GuideFiles.Received, "Then look for").Should().BeEquivalentTo(Words<Ignored>.All);

    /// <summary>Who is woken by it reads no further for who did what, and what to read next.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void say_who_what_and_next_on_the_first_page(string name)
    {
        string first = GuideFiles.SourceOf(name).Split("\n## The causes, likeliest first\n")[0];
        first.Should().Contain("## Who, what, next").And.Contain("| Section |").And.Contain("**Not your").And.Contain("](../by-hand.md)");
        first.Split('\n').Should().HaveCountLessThan(70);
        Regex.Matches(first, "```sh\n(tcp-resets \\w+)").Select(command => command.Groups[1].Value)
            .Should().Equal("tcp-resets diagnose", "tcp-resets watch");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void stay_short_and_free_of_filler(string name) =>
        GuideFiles.SourceOf(name).Should().NotMatchRegex(@"(?i)\b(simply|just|obviously|basically)\b")
            .And.Subject.Split('\n').Should().HaveCountLessThan(360);

    [Fact]
    public void say_that_sent_is_not_all_that_leaves() => new[] { GuideFiles.Sent, GuideFiles.Limits }.Should().AllSatisfy(name =>
        GuideFiles.SourceOf(name).Should().Contain("raw socket").And.Contain("tc").And.Contain("XDP").And.Contain("user space"));

    [Theory]
    [MemberData(nameof(Names))]
    public void give_the_numbers_of_the_alert(string name)
    {
        string alert = Regex.Match(
            File.ReadAllText(Path.Join(Repository.Root, "health.d", "tcp_resets.conf")), $@"template: {name}\n(?s).+?\n\n").Value;
        string guide = Regex.Replace(GuideFiles.SourceOf(name), @"\s+", " ");
        string limits = Regex.Replace(GuideFiles.SourceOf(GuideFiles.Limits), @"\s+", " ");

        alert.Should().Contain("($age_tcp_resets >= 1)").And.Contain("$this > 50").And.Contain("$this > (10 * $1h_")
            .And.Contain("$this <= (2 * $1h_").And.Contain("$this > (2.4 * $40s_")
            .And.Contain("$this > 5)").And.Contain("(2 * $1h_").And.Contain("$this > 25)");
        limits.Should().Contain("Never in the agent's first minute").And.Contain("exceeds 50/s and 10 × what is normal")
            .And.Contain("50/s, 2 × normal and 4.5 × the half minute before")
            .And.Contain("50/s and 4.5 × the half minute before")
            .And.Contain("above 5/s and above twice normal").And.Contain("25/s stands in for both limits");
        guide.Should().Contain("](../limits.md#when-an-alert-is-raised)").And.Contain("above 50/s")
            .And.Contain("a notification says so, once")
            .And.Contain("raise the 50 in `warn:`");
        limits.Contains("For `received` the notification follows 20 seconds later, or up to 5 minutes if").Should().BeTrue()
            .And.Be(alert.Contains("delay: up 20s ") && alert.Contains(" max 5m\n"));
        limits.Contains("a notification says so a minute later").Should().BeTrue().And.Be(alert.Contains(" down 1m "));
        alert.Contains("to: netdev").Should().Be(name == GuideFiles.Received);
        guide.Contains("nobody is notified as installed (`to: silent`").Should().Be(alert.Contains("to: silent"));
    }

    [Fact]
    public void are_left_packed_where_the_agent_runs_the_plugin()
    {
        long all = Executable.GuideFiles.Where(file => file.EndsWith(".txt", StringComparison.Ordinal))
            .Sum(file => Executable.Guide(file).Length);

        Allocation.Of(() => CommandLine.Parse(["1"])).Should().BeLessThan(all);
    }

    /// <summary>The dimensions in the table whose last heading this is.</summary>
    private static IEnumerable<string> Rows(string name, string heading) => Regex.Matches(
            Regex.Match(GuideFiles.SourceOf(name), $@"\| {heading} \|\n(\|.*\n)+").Value, @"^\| `(\w+)` \|", RegexOptions.Multiline)
        .Select(row => row.Groups[1].Value);

    private static IEnumerable<(string Title, string Text)> Sections(string name) =>
        Regex.Matches(GuideFiles.SourceOf(name), @"^### \d\. (?<title>.+)\n(?<text>(?s).+?)(?=^##)", RegexOptions.Multiline)
            .Select(match => (match.Groups["title"].Value, match.Groups["text"].Value));

    private static IEnumerable<string> Quoted(string text) => Regex.Matches(text, "`([^`]+)`").Select(match => match.Groups[1].Value);
}
