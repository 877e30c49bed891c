using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Kernel;
using TcpResets.Tests.Kernel;
using TcpResets.Tests.Scenarios;
using Xunit;

namespace TcpResets.Tests.Documents;

/// <summary>guides/limits.md, held against the table of <see cref="KernelPlan"/>.</summary>
public sealed class The_limits
{
    private static readonly Document Page = new("guides/limits.md");

    // What is said before a reason.
    private static readonly string[] Said =
        [.. Kernels.All.Values.SelectMany(facts => KernelPlan.For(facts).Limits).Select(limit => limit.Split(", since ")[0]).Distinct()];

    [Fact]
    public void explain_each_sentence_that_check_says_and_no_other() =>
        Regex.Matches(Page.Text, "^- `(.+)`:$", RegexOptions.Multiline).Select(match => match.Groups[1].Value)
            .Should().OnlyHaveUniqueItems().And.BeEquivalentTo(Said);

    [Fact]
    public void are_said_by_each_row_of_the_plan_that_has_one() =>
        KernelPlan.Rows.SelectMany(row => Kernels.All.Values.Select(row.Limit)).OfType<string>()
            .Select(limit => limit.Split(", since ")[0]).Distinct()
            .Should().BeSubsetOf(Said, "tests/Kernel/Kernels.cs has a kernel for each row");

    [Fact]
    public void are_what_the_rows_of_other_kernels_go_by() =>
        Lack.OfThePlan.Select(lack => lack.Words).Should().OnlyHaveUniqueItems().And.BeSubsetOf(Said);

    [Fact]
    public void name_dimensions_that_there_are() =>
        Regex.Matches(Page.Text, @"(?:received|[Ss]ent|invalid|ignored|show as|not as|counts as|instead\s+of) `([a-z_]+)`")
            .Select(match => match.Groups[1].Value)
            .Should().NotBeEmpty().And.BeSubsetOf(Catalog.Charts.Values.SelectMany(dimensions => dimensions));

    [Fact]
    public void stay_three_lines_in_the_readme_which_lead_to_them()
    {
        string[] lines = Regex.Match(new Document("README.md").Text, @"## Limits\n\n(.+?)\n\n##", RegexOptions.Singleline)
            .Groups[1].Value.Split('\n');
        lines.Should().HaveCount(3);
        string.Join(' ', lines).Should().Contain("](guides/limits.md)").And.Contain("`tcp-resets.plugin check`");
    }
}
