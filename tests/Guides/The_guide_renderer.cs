using System.Text;
using FluentAssertions;
using TcpResets.Commands;
using TcpResets.Guides;
using Xunit;

namespace TcpResets.Tests.Guides;

public sealed class The_guide_renderer : IDisposable
{
    private readonly TemporaryDirectory input = new();
    private readonly TemporaryDirectory output = new();
    private readonly StringWriter errors = new();

    [Fact]
    public void writes_a_page_a_text_and_an_index()
    {
        Guide("storm", "# A storm\n\nSerious.\n");

        Render().Should().Be(0);

        Directory.GetFiles(output.Path).Select(Path.GetFileName).Should().BeEquivalentTo("storm.html", "storm.txt", "index.html");
        errors.ToString().Should().BeEmpty();
    }

    [Fact]
    public void takes_single_files_too_and_links_the_pages_to_each_other_in_one_directory()
    {
        Guide("storm", "# A storm\n\nSee [limits](../limits.md#here).\n");
        string limits = Path.Join(output.Path, "limits.md");
        File.WriteAllText(limits, "# Limits\n\nSee [the storm](tcp/storm.md).\n\n## Here\n");

        TcpResets.Guides.Program.Run([input.Path, limits, output.Path], errors).Should().Be(0, errors.ToString());

        File.ReadAllText(Path.Join(output.Path, "storm.html")).Should().Contain("href=\"limits.html#here\"");
        File.ReadAllText(Path.Join(output.Path, "limits.html")).Should().Contain("href=\"storm.html\"");
    }

    [Fact]
    public void leaves_files_alone_that_would_not_change()
    {
        Guide("storm", "# A storm\n\nSerious.\n");
        Render();
        DateTime before = new(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc);
        string[] files = Directory.GetFiles(output.Path);
        Array.ForEach(files, file => File.SetLastWriteTimeUtc(file, before));

        Render();
        files.Should().NotBeEmpty().And.OnlyContain(file => File.GetLastWriteTimeUtc(file) == before);

        Guide("storm", "# A storm\n\nNot serious.\n");
        Render();
        files.Should().OnlyContain(file => File.GetLastWriteTimeUtc(file) != before);
    }

    [Theory]
    [InlineData("Text first.\n", "storm.md:1: no title; begin with a line '# TITLE'")]
    [InlineData("", "storm.md:1: no title; begin with a line '# TITLE'")]
    [InlineData("# A storm\n\n- list\n", "storm.md:2: no first paragraph; say after the title whether the alert is serious")]
    [InlineData("# A storm\n\nSee [this](#nothing).\n", "storm.md:3: the link '#nothing' leads to no heading")]
    [InlineData("# A storm\n\n![picture](x.png)\n", "storm.md:3: an image; guides are text")]
    [InlineData("# A storm\n\nSerious.\n\n> quote\n", "storm.md: line 5: text pages cannot show a QuoteBlock")]
    public void refuses_what_it_cannot_show_in_one_line(string markdown, string message)
    {
        Guide("storm", markdown);

        Render().Should().Be(1);

        errors.ToString().Should().Be($"GuideRenderer: {message}\n");
    }

    [Fact]
    public void shows_raw_html_as_text()
    {
        Guide("storm", "# A storm\n\nSerious <script>alert(1)</script>.\n");

        Render().Should().Be(0);

        File.ReadAllText(Path.Join(output.Path, "storm.html")).Should().NotContain("<script>").And.Contain("&lt;script&gt;");
    }

    [Theory]
    [InlineData]
    [InlineData("one")]
    public void says_how_to_call_it(params string[] args)
    {
        TcpResets.Guides.Program.Run(args, errors).Should().Be(2);

        errors.ToString().Should().Be("GuideRenderer: usage: GuideRenderer <.md file or directory of them>... <output directory>\n");
    }

    [Fact]
    public void names_a_directory_that_is_missing_or_empty()
    {
        TcpResets.Guides.Program.Run([input.Path + "/nowhere", output.Path], errors).Should().Be(1);
        TcpResets.Guides.Program.Run([input.Path, output.Path], errors).Should().Be(1);

        errors.ToString().Should().Be(
            $"GuideRenderer: {input.Path}/nowhere: no such file or directory\nGuideRenderer: {input.Path}: no .md file in it\n");
    }

    [Fact]
    public void wraps_a_table_that_is_too_wide()
    {
        string wide = string.Join(' ', Enumerable.Repeat("word", 40));
        Guide guide = GuideReader.Parse("t.md", $"# T\n\nSerious.\n\n| A | B |\n|---|---|\n| short | {wide} |\n");

        string[] lines = Lines(guide, 80);

        lines.Should().OnlyContain(line => line.Length <= 80);
        string.Join(' ', lines).Split(' ').Count(word => word == "word").Should().Be(40);
    }

    [Theory]
    [InlineData(20, true)]
    [InlineData(19, false)]
    public void makes_a_block_of_each_row_where_the_page_is_too_narrow_for_the_columns(int width, bool fits)
    {
        Guide guide = GuideReader.Parse(
            "t.md", "# T\n\nYes.\n\n| A | The rest |\n|---|---|\n| b | c `d e f g h i j` |\n| k | |\n| l | m |\n");

        Lines(guide, width)[5..^1].Should().Equal(fits
            ? ["A  The rest", "--------------------", "b  c `d e f g h i j`", "k", "l  m"]
            : ["b", "  The rest: c", "  `d e f g h i j`", "", "k", "", "l", "  The rest: m"]);
    }

    public void Dispose()
    {
        input.Dispose();
        output.Dispose();
        errors.Dispose();
    }

    private static string[] Lines(Guide guide, int width)
    {
        StringBuilder page = new();
        new GuideText(TextPage.Render(guide)).Print(page, width);
        return page.Replace("\e[1m", "").Replace("\e[36m", "").Replace("\e[0m", "").ToString().Split('\n');
    }

    private void Guide(string name, string markdown) => input.Write(name + ".md", markdown);

    private int Render() => TcpResets.Guides.Program.Run([input.Path, output.Path], errors);
}
