using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace TcpResets.Guides;

/// <summary>Reads and parses guides, and refuses those that the pages could not show well.</summary>
internal static class GuideReader
{
    /// <summary>GitHub's dialect, as far as guides need it; raw HTML stays text, so that no page can load anything.</summary>
    internal static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UseAutoIdentifiers(AutoIdentifierOptions.GitHub)
        .UsePipeTables()
        .DisableHtml()
        .Build();

    /// <summary>All guides of files and of directories, those of a directory by name.</summary>
    /// <exception cref="GuideException">No such file or directory, no guide in it, or a guide without title or first paragraph.</exception>
    public static IReadOnlyList<Guide> ReadAll(params string[] inputs) =>
        [.. inputs.SelectMany(FilesOf).Select(file => Parse(Path.GetFileName(file), File.ReadAllText(file)))];

    /// <summary>One guide from its text.</summary>
    /// <exception cref="GuideException">It has no title, no first paragraph, or a link that leads nowhere.</exception>
    public static Guide Parse(string fileName, string text)
    {
        MarkdownDocument document = Markdown.Parse(text, Pipeline);
        if (document.FirstOrDefault() is not HeadingBlock { Level: 1 } title)
        {
            throw new GuideException($"{fileName}:1: no title; begin with a line '# TITLE'");
        }

        if (document.Skip(1).FirstOrDefault() is not ParagraphBlock summary)
        {
            throw new GuideException($"{fileName}:{title.Line + 2}: no first paragraph; say after the title whether the alert is serious");
        }

        GuideHeading[] headings =
        [
            .. document.Descendants<HeadingBlock>().Skip(1)
                .Select(h => new GuideHeading(h.Level, h.GetAttributes().Id ?? "", PlainText.Of(h.Inline))),
        ];
        CheckLinks(fileName, document, headings);
        return new Guide(
            Path.GetFileNameWithoutExtension(fileName), PlainText.Of(title.Inline), PlainText.Of(summary.Inline), headings, document);
    }

    private static string[] FilesOf(string input)
    {
        if (File.Exists(input))
        {
            return [input];
        }

        if (!Directory.Exists(input))
        {
            throw new GuideException($"{input}: no such file or directory");
        }

        string[] files = Directory.GetFiles(input, "*.md");
        Array.Sort(files, StringComparer.Ordinal);
        return files.Length > 0 ? files : throw new GuideException($"{input}: no .md file in it");
    }

    private static void CheckLinks(string fileName, MarkdownDocument document, GuideHeading[] headings)
    {
        foreach (LinkInline link in document.Descendants<LinkInline>())
        {
            if (link.IsImage)
            {
                throw new GuideException($"{fileName}:{link.Line + 1}: an image; guides are text");
            }

            if (link.Url is ['#', .. string anchor] && !headings.Any(h => h.Id == anchor))
            {
                throw new GuideException($"{fileName}:{link.Line + 1}: the link '#{anchor}' leads to no heading");
            }
        }
    }
}
