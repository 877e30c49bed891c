using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Guides;
using Xunit;

namespace TcpResets.Tests.Guides;

public sealed class A_rendered_guide
{
    public static TheoryData<string> Names => [.. GuideFiles.All.Select(guide => guide.Name)];

    public static TheoryData<string> Pages => [.. GuideFiles.All.Select(guide => guide.Name), "index"];

    [Theory]
    [MemberData(nameof(Pages))]
    public void loads_nothing_and_runs_nothing(string name) =>
        Html(name).Should().NotMatchRegex(@"(?i)<(script|iframe|img|object|embed)\b").And.NotMatchRegex(@"(?i)@import|url\(|\son\w+=")
            .And.NotMatchRegex(@"(?i)\bsrc\s*=").And.NotMatchRegex(@"(?i)<link(?! rel=""icon"" href=""data:,"")");

    [Theory]
    [MemberData(nameof(Pages))]
    public void suits_a_phone_and_a_dark_room(string name) =>
        Html(name).Should().StartWith("<!DOCTYPE html>\n<html lang=\"en\">")
            .And.Contain("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
            .And.Contain("@media (prefers-color-scheme: dark)").And.Contain("@media print")
            .And.MatchRegex("<title>(?i)tcp.reset.+</title>");

    [Theory]
    [MemberData(nameof(Names))]
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
            .OnlyContain(href => href.StartsWith('#') || href == "data:,"
                || Regex.IsMatch(href, @"^(index|limits|tcp_resets_last_collected|10s_ipv4_tcp_resets_(received|sent))\.html$")
                || Regex.IsMatch(
                    href, @"^https://(www\.rfc-editor\.org|docs\.kernel\.org|man\.freebsd\.org|www\.tcpdump\.org|www\.wireshark\.org)/"));

    [Fact]
    public void is_listed_in_the_index() =>
        GuideFiles.All.Should().OnlyContain(guide => Html("index").Contains($"<a href=\"{guide.Name}.html\">"));

    [Theory]
    [MemberData(nameof(Names))]
    public void fits_a_terminal_of_80_columns(string name) =>
        Plain(name).Split('\n').Should().OnlyContain(line => line.EnumerateRunes().Count() <= 80);

    [Theory]
    [MemberData(nameof(Names))]
    public void reads_without_colours_as_with_them(string name)
    {
        string text = TextPage.Render(GuideFiles.Of(name));
        text.Should().Contain("\e[1m", "headings are bold on a terminal");
        Plain(name).Should().NotContain("\e").And.NotContain("**").And.StartWith($"{GuideFiles.Of(name).Title}\n====")
            .And.MatchRegex("`[a-z_]+`").And.EndWith("\n");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void leaves_no_style_open_at_the_end_of_a_line(string name) =>
        TextPage.Render(GuideFiles.Of(name)).Split('\n').Should()
            .OnlyContain(line => Regex.Count(line, "\e\\[[1-9]\\d*m") == Regex.Count(line, "\e\\[0m"));

    [Theory]
    [InlineData(GuideFiles.Received)]
    [InlineData(GuideFiles.Sent)]
    public void keeps_commands_to_copy_as_they_are(string name) =>
        GuideCommand.Of(GuideFiles.Of(name)).Where(c => c.Text.Contains('\n')).SelectMany(c => c.Text.Split('\n'))
            .Select(line => "    " + line)
            .Should().NotBeEmpty().And.BeSubsetOf(Plain(name).Split('\n'));

    private static string Html(string name) => name == "index" ? IndexPage.Render(GuideFiles.All) : HtmlPage.Render(GuideFiles.Of(name));

    private static string Plain(string name) => Regex.Replace(TextPage.Render(GuideFiles.Of(name)), "\e\\[[0-9;]*m", "");
}
