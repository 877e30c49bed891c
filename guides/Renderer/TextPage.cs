using System.Text.RegularExpressions;
using Markdig.Extensions.Tables;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using TcpResets.Commands;

namespace TcpResets.Guides;

/// <summary>A guide for terminals, as the command <c>guide</c> takes it; tables are laid out for 80 columns, and for fewer.</summary>
internal static class TextPage
{
    /// <summary>The whole text, each line with its <see cref="GuideMark"/> and ending in a newline.</summary>
    public static string Render(Guide guide)
    {
        var page = new IndentedLines();
        try
        {
            Blocks(page, guide.Document);
            Dimensions(page, guide.Document);
        }
        catch (GuideException e)
        {
            throw new GuideException($"{guide.Name}.md: {e.Message}");
        }

        return page.ToString();
    }

    /// <summary>A row of a dimension leads to what its column "Section" links to, or without one to the section it stands in.</summary>
    private static void Dimensions(IndentedLines page, MarkdownDocument document)
    {
        string section = "";
        foreach (Block block in document)
        {
            section = block is HeadingBlock heading ? heading.GetAttributes().Id ?? "" : section;
            if (block is Table table)
            {
                bool leadsElsewhere = PlainText.Of(Cell((TableRow)table[0], ^1)) == "Section";
                foreach (TableRow row in table.Cast<TableRow>().Skip(1))
                {
                    if (Cell(row, 0)?.FirstChild is CodeInline { NextSibling: null } word && Regex.IsMatch(word.Content, "^[a-z_]+$"))
                    {
                        IEnumerable<string> links = row.Descendants<LinkInline>().Select(link => link.Url!.TrimStart('#'));
                        page.AddMark(GuideMark.Dimension, $"{word.Content} {(leadsElsewhere ? string.Join(' ', links) : section)}");
                    }
                }
            }
        }
    }

    private static ContainerInline? Cell(TableRow row, Index column) =>
        (((TableCell)row[column.GetOffset(row.Count)]).FirstOrDefault() as ParagraphBlock)?.Inline;

    private static void Blocks(IndentedLines page, ContainerBlock container)
    {
        foreach (Block block in container)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    Heading(page, heading);
                    break;
                case ParagraphBlock paragraph:
                    page.Gap();
                    page.Add(InlineText.Words(paragraph.Inline));
                    break;
                case CodeBlock code:
                    Code(page, code);
                    break;
                case ListBlock list:
                    List(page, list);
                    break;
                case Table table:
                    page.Gap();
                    TextTable.Add(page, table);
                    break;
                case LinkReferenceDefinitionGroup:
                    break;
                default:
                    throw new GuideException($"line {block.Line + 1}: text pages cannot show a {block.GetType().Name}");
            }
        }
    }

    /// <summary>Lines under the first two levels, and two empty lines above, let the eye find sections without colours.</summary>
    private static void Heading(IndentedLines page, HeadingBlock heading)
    {
        page.Gap();
        if (heading.Level == 2)
        {
            page.AddEmpty();
        }

        page.AddMark(GuideMark.Heading, $"{heading.Level} {heading.GetAttributes().Id}");
        IReadOnlyList<Word> words = InlineText.Words(heading.Inline, Style.Strong);
        page.Add(words);
        if (heading.Level <= 2)
        {
            int width = Math.Min(page.Width, words.Sum(w => w.Width + 1) - 1);
            page.Add([new Word(new string(heading.Level == 1 ? '=' : '-', width), width)]);
        }
    }

    private static void Code(IndentedLines page, CodeBlock code)
    {
        Style style = code is FencedCodeBlock { Info: "sh" } ? Style.Command : Style.Plain;
        page.Gap();
        using (page.Indent("    "))
        {
            foreach (string line in code.Lines.ToString().Split('\n'))
            {
                page.Add([new Word(Sgr.Apply(style, line), Columns.Of(line))]);
            }
        }
    }

    private static void List(IndentedLines page, ListBlock list)
    {
        page.Gap();
        int number = 1;
        foreach (ListItemBlock item in list.Cast<ListItemBlock>())
        {
            using (page.Indent(list.IsOrdered ? $"{number++}. " : "- "))
            {
                Blocks(page, item);
            }
        }
    }
}
