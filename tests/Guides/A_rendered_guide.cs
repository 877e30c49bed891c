using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Commands;
using TcpResets.Guides;
using Xunit;

namespace TcpResets.Tests.Guides;

public sealed class A_rendered_guide
{
    private const string TablesPattern = @"(?ms)^\|[1-9].*?^\|0\n";

    public static TheoryData<string> Names => [.. GuideFiles.All.Select(guide => guide.Name)];

    public static TheoryData<string> WithTables =>
        [.. GuideFiles.All.Where(guide => Tables(TextPage.Render(guide)).Length > 0).Select(guide => guide.Name)];

    public static TheoryData<string> Pages => [.. GuideFiles.All.Select(guide => guide.Name), "index"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void loads_nothing_and_runs_nothing(string name) =>
        Html(name).Should().NotMatchRegex(@"(?i)<(script|iframe|img|object|embed)\b").And.NotMatchRegex(@"(?i)@import|url\(|\son\w+=")
            .And.NotMatchRegex(@"(?i)\bsrc\s*=").And.NotMatchRegex(@"(?i)<link(?! rel=""icon"" href=""data:image/svg\+xml,)");

    [Theory]
    [MemberData(nameof(Pages))]
    public void suits_a_phone_and_a_dark_room(string name) =>
        Html(name).Should().StartWith("<!DOCTYPE html>\n<html lang=\"en\">")
            .And.Contain("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .And.Contain("@media (prefers-color-scheme: dark)").And.Contain("@media print")
            .And.MatchRegex("<title>(?i)tcp.reset.+</title>");

    [Theory]
    [InlineData(GuideFiles.Received)]
    [InlineData(GuideFiles.Sent)]
    [InlineData(GuideFiles.Limits)]
    public void scrolls_code_and_tables_in_themselves(string name)
    {
        string html = Html(name);
        html.Should().MatchRegex(@"pre \{[^}]*overflow-x: auto").And.MatchRegex(@"\.scroll \{[^}]*overflow-x: auto");
        Regex.Count(html, "<table>").Should().BePositive().And.Be(Regex.Count(html, @"<div class=""scroll"" tabindex=""0"">\s*<table>"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void leads_every_inner_link_to_one_heading(string name)
    {
        string html = Html(name);
        string[] ids = [.. Regex.Matches(html, "id=\"([^\"]+)\"").Select(m => m.Groups[1].Value)];
        ids.Should().OnlyHaveUniqueItems();
        Regex.Matches(html, "href=\"#([^\"]+)\"").Select(m => m.Groups[1].Value).Should().NotBeEmpty().And.BeSubsetOf(ids);
        Regex.Count(html, "<h[23] id=").Should().Be(Regex.Count(html, "<li class=\"level[23]\">"), "the contents list every heading");
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void links_only_to_pages_beside_it_to_its_own_headings_and_to_references(string name) =>
        Regex.Matches(Html(name), "href=\"([^\"]+)\"").Select(m => m.Groups[1].Value).Should().NotBeEmpty().And
            .OnlyContain(href => href.StartsWith('#') || href.StartsWith("data:image/svg+xml,")
                || Regex.IsMatch(href, @"^(\.\./){1,2}#menu_ipv4_submenu_tcp$") || href == "../index.html"
                || GuideFiles.All.Any(page => Regex.IsMatch(href, $@"^(\.\./guides/tcp/)?{page.Name}\.html(#[\w-]+)?$"))
                || Regex.IsMatch(
                    href, @"^https://(www\.rfc-editor\.org|docs\.kernel\.org|man\.freebsd\.org|www\.tcpdump\.org|www\.wireshark\.org)/"));

    [Fact]
    public void is_listed_in_the_index() =>
        GuideFiles.All.Should().OnlyContain(guide => Html("index").Contains($"<a href=\"../guides/tcp/{guide.Name}.html\">"));

    [Theory]
    [MemberData(nameof(Pages))]
    public void leads_back_to_the_chart_and_says_its_version(string name) =>
        Html(name).Should().MatchRegex(@"(?s)<footer>.+<a href=""(\.\./)+#menu_ipv4_submenu_tcp"">.+ipv4\.tcp_resets.+</footer>").And
            .Contain($"tcp-resets.plugin {Regex.Match(File.ReadAllText(Path.Join(Repository.Root, "Directory.Build.props")),
                "<Version>(.+)</Version>").Groups[1].Value}</p></footer>");

    [Theory]
    [MemberData(nameof(Names))]
    public void fits_a_terminal_of_80_columns(string name) =>
        Plain(name).Split('\n').Should().OnlyContain(line => line.EnumerateRunes().Count() <= 80);

    /// <summary>All but what is there to be copied.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void is_filled_to_any_width(string name)
    {
        string text = WithoutTables(TextPage.Render(GuideFiles.Of(name)));
        string[] asTheyAre = [.. Regex.Replace(text, "\e\\[[0-9;]*m", "").Split('\n')
            .Where(line => line.StartsWith('=')).Select(line => line[1..])];
        foreach (int width in new[] { 40, 57, 100 })
        {
            string[] lines = Printed(text, width).Split('\n');
            lines.Except(asTheyAre).Where(line => line.Length > width).Should()
                .NotContain(line => !Regex.IsMatch(line, @"^ *(- )?(`[^`]+`|\S+)\W*$"));
            string.Join(' ', lines).Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Should().Equal(Printed(text, 80).Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries));
            lines.Should().Contain(line => line.Length > width - 8 && line.Length <= width);
        }
    }

    [Theory]
    [MemberData(nameof(WithTables))]
    public void has_tables_that_fit_any_width(string name)
    {
        string tables = Tables(TextPage.Render(GuideFiles.Of(name)));
        string[] firstHeadings = [.. Regex.Matches(GuideFiles.SourceOf(name), @"(?m)^\| ([^|]+) \|.*\n\|-")
            .SelectMany(heading => heading.Groups[1].Value.Split(' '))];
        foreach (int width in new[] { 40, 57, 60, 79, 100 })
        {
            string printed = Printed(tables, width);
            printed.Split('\n').Should().OnlyContain(line => line.Length <= width);
            Words(Printed(tables, 80)).Except(Words(printed)).Except(firstHeadings)
                .Where(word => !word.StartsWith("--", StringComparison.Ordinal)).Should().BeEmpty();
        }

        Printed(tables, 100).Should().Be(Printed(tables, 80));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void reads_without_colours_as_with_them(string name)
    {
        Text(name).Should().Contain("\e[1m", "headings are bold on a terminal");
        Plain(name).Should().NotContain("\e").And.NotContain("**").And.StartWith($"{GuideFiles.Of(name).Title}\n====").And.EndWith("\n");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void leaves_no_style_open_at_the_end_of_a_line(string name) =>
        Text(name).Split('\n').Should()
            .OnlyContain(line => Regex.Count(line, "\e\\[[1-9]\\d*m") == Regex.Count(line, "\e\\[0m"));

    [Theory]
    [InlineData(GuideFiles.Received)]
    [InlineData(GuideFiles.Sent)]
    public void keeps_commands_to_copy_as_they_are(string name) =>
        GuideCommand.Of(GuideFiles.Of(name)).Where(c => c.Text.Contains('\n')).SelectMany(c => c.Text.Split('\n'))
            .Select(line => "    " + line)
            .Should().NotBeEmpty().And.BeSubsetOf(Plain(name).Split('\n'));

    private static string Html(string name) => name == "index" ? IndexPage.Render(GuideFiles.All) : HtmlPage.Render(GuideFiles.Of(name));

    private static string Plain(string name, int width = 80) => Printed(TextPage.Render(GuideFiles.Of(name)), width);

    private static string Text(string name, int width = 80) => Print(TextPage.Render(GuideFiles.Of(name)), width);

    private static string Print(string text, int width)
    {
        StringBuilder page = new();
        new GuideText(text).Print(page, width);
        return page.ToString();
    }

    private static string Printed(string text, int width) => Regex.Replace(Print(text, width), "\e\\[[0-9;]*m", "");

    // From the mark of the first form to that behind the last, as in |72 and |0.
    private static string Tables(string text) => string.Concat(Regex.Matches(text, TablesPattern).Select(table => table.Value));

    private static string WithoutTables(string text) => Regex.Replace(text, TablesPattern, "");

    private static string[] Words(string text) =>
        [.. text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries).Select(word => word.TrimEnd(':'))];
}
