using System.Text.RegularExpressions;
using FluentAssertions;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using TcpResets.Resets;
using TcpResets.Tests.Resets;
using Xunit;

namespace TcpResets.Tests.Guides;

/// <summary>Who has read it finds it again in the guide, word for word, in a section that the line after it leads to.</summary>
public sealed class The_first_line_of_diagnose
{
    // In words of the guides: what stands for a number, a service, a limit of idle time, a kind.
    private static readonly (string Pattern, string Word)[] Variables =
    [
        (@"\d+\.\d s|\d+ s\b", "LIMIT"), (@"\d+", "N"), (@"unitN\.service", "SERVICE"), (@"(?<=\()\w+(?=\)$)|(?<=of the kind )\w+", "KIND"),
        (" (?:of|for) port N", ""), // which is said if there is only one
    ];

    private static readonly HostFacts Facts = HostFacts.None;
    private static readonly HostFacts Orphaned = new() { Orphans = 100, MostOrphans = 100 };
    private static readonly HostFacts Full = new() { TcpMemory = 100, TcpMemoryPressure = 100 };

    public static TheoryData<string> Causes => [.. CauseRules.All.Select(rule => rule.Word).Distinct()];

    [Theory, MemberData(nameof(Causes))]
    public void stands_in_the_guides_for_each_cause(string word)
    {
        IEnumerable<string> inGuides = new[] { GuideFiles.Received, GuideFiles.Sent }
            .SelectMany(guide => GuideFiles.Of(guide).Document.Descendants<CodeInline>())
            .Select(code => Plain(code.Content));

        TitlesOf(word).Should().NotBeEmpty().And.AllSatisfy(title => inGuides.Contains(title).Should().BeTrue("it says '{0}'", title));
    }

    [Fact]
    public void stands_there_only_if_there_is_such_a_cause() =>
        new[] { GuideFiles.Received, GuideFiles.Sent }
            .SelectMany(guide => Regex.Matches(GuideFiles.SourceOf(guide), @"(?s)- \*\*`diagnose` says\*\*:(.+?)\n- ")
                .SelectMany(says => Quoted(says.Groups[1].Value)))
            .Should().HaveCountGreaterThan(25).And.BeSubsetOf(CauseRules.All.SelectMany(rule => TitlesOf(rule.Word)));

    [Fact]
    public void leads_to_a_section_where_it_stands()
    {
        foreach (Crowd crowd in Crowds)
        {
            CauseRule rule = CauseRules.For(crowd, Facts);
            string section = Shell.Run(
                $"{Repository.Root}/out/tcp-resets.plugin guide {crowd.Kind} | tr '\\n' ' '").Output;

            Quoted(section).Should().Contain(Plain(rule.Title(crowd, Facts)), "{0} {1}", crowd.Kind, rule.Word);
        }
    }

    /// <summary>Resets of each kind, of a client and a server, of one peer and of many, idle for as long or not at all.</summary>
    private static List<Crowd> Crowds { get; } = [.. Some()];

    private static IEnumerable<Crowd> Some()
    {
        foreach (Kind kind in Flows.AllKinds.Where(kind => kind != Kind.Excluded))
        {
            foreach (Role role in new[] { Role.Client, Role.Server })
            {
                foreach (int peers in new[] { 1, 90 })
                {
                    foreach (uint idle in new uint[] { 2, 5 * Flows.Hertz })
                    {
                        yield return Make(kind, role, peers, idle, port: 443);
                    }
                }
            }

            yield return Make(kind, Role.Unknown, 90, 2, port: 0);
        }
    }

    private static Crowd Make(Kind kind, Role role, int peers, uint idle, ushort port)
    {
        Flows flows = new();
        for (int i = 0; i < 90; i++)
        {
            string peer = $"192.0.2.{1 + (i % peers)}";
            flows.Happens(flows.Event(kind, peer, role, cgroup: 1, connection: (10, 10, idle), isUnacknowledged: true));
            flows.Settle(i % 9 == 0 ? 1 : 0);
        }

        Crowd crowd = new(kind, role, port, isPortHere: role != Role.Client);
        foreach (Flow row in flows.Table.Rows)
        {
            if (row.Count > 0)
            {
                crowd.Add(row, isLive: false);
            }
        }

        crowd.Close(1);
        return crowd;
    }

    /// <summary>What it may say, of whatever crowd it is.</summary>
    private static string[] TitlesOf(string word) =>
        [.. CauseRules.All.Where(rule => rule.Word == word)
            .SelectMany(rule => Crowds.Where(crowd => word != "idle_limit" || crowd.IdleLimit is not null)
                .Where(crowd => MayBe(rule, crowd))
                .SelectMany(crowd => new[] { Facts, Orphaned, Full }.Select(facts => rule.Title(crowd, facts))).Select(Plain))
            .Distinct()];

    // Some look at more than a crowd: at the machine, or at other crowds. What they say is of any crowd of theirs the same.
    private static bool MayBe(CauseRule rule, Crowd crowd) =>
        rule.Applies(crowd, Facts) || !Crowds.Exists(any => rule.Applies(any, Facts));

    private static string Plain(string title) =>
        Variables.Aggregate(title, (text, variable) => Regex.Replace(text, variable.Pattern, variable.Word));

    private static IEnumerable<string> Quoted(string text) =>
        Regex.Matches(Regex.Replace(text, @"\s+", " "), "`([^`]+)`").Select(match => Plain(match.Groups[1].Value));
}
