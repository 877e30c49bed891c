using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace TcpResets.Guides;

/// <summary>
/// A guide for a terminal: at most <see cref="Width"/> columns, headings and emphasis by ECMA-48 attributes. It reads well without
/// them, too: the plugin takes them out where they are not wanted.
/// </summary>
internal sealed class TerminalText
{
    /// <summary>Columns of a line of prose. A command is never broken: it would no longer be one.</summary>
    public const int Width = 80;

    private const string Bold = "\u001b[1m";
    private const string Cyan = "\u001b[36m";
    private const string Reset = "\u001b[0m";

    private readonly StringBuilder output = new();

    /// <summary>Renders a guide.</summary>
    public string Render(MarkdownDocument document)
    {
        Blocks(document, "", "");
        return output.ToString().TrimEnd('\n') + "\n";
    }

    private void Blocks(ContainerBlock container, string first, string rest)
    {
        foreach (Block block in container)
        {
            Block(block, first, rest);
            first = rest;
        }
    }

    private void Block(Block block, string first, string rest)
    {
        switch (block)
        {
            case HeadingBlock { Level: 1 } heading:
                Line(Bold + Plain(heading.Inline) + Reset);
                Line(new string('=', Math.Min(Width, Plain(heading.Inline).Length)) + "\n");
                break;
            case HeadingBlock heading:
                Line("\n" + Bold + (heading.Level > 2 ? "" : "# ") + Plain(heading.Inline) + Reset + "\n");
                break;
            case CodeBlock code:
                foreach (string line in code.Lines.ToString().TrimEnd('\n').Split('\n'))
                {
                    Line($"{rest}    {Cyan}{line}{Reset}");
                }

                Line("");
                break;
            case Table table:
                Rows(table, rest);
                break;
            case ListBlock list:
                int number = int.TryParse(list.OrderedStart, out int start) ? start : 1;
                foreach (ListItemBlock item in list.Cast<ListItemBlock>())
                {
                    string bullet = list.IsOrdered ? $"{number++}. " : "- ";
                    Blocks(item, rest + bullet, rest + new string(' ', bullet.Length));
                }

                Line("");
                break;
            case QuoteBlock quote:
                Blocks(quote, rest + "| ", rest + "| ");
                break;
            case ParagraphBlock paragraph:
                Wrap(Words(paragraph.Inline), first, rest);
                if (paragraph.Parent is not ListItemBlock { Count: 1 })
                {
                    Line("");
                }

                break;
        }
    }

    // A table whose cells are wider than a terminal is a list of its rows.
    private void Rows(Table table, string indent)
    {
        List<List<string>> rows = [.. table.Cast<TableRow>().Select(row => row.Cast<TableCell>().Select(Cell).ToList())];
        int columns = rows.Max(row => row.Count);
        int[] widths = [.. Enumerable.Range(0, columns).Select(column => rows.Max(row => column < row.Count ? row[column].Length : 0))];
        if (indent.Length + widths.Sum() + (2 * (columns - 1)) <= Width)
        {
            foreach (List<string> row in rows)
            {
                Line((indent + string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column])))).TrimEnd());
            }
        }
        else
        {
            foreach (List<string> row in rows.Skip(1))
            {
                for (int column = 0; column < row.Count; column++)
                {
                    string label = rows[0][column].Length > 0 && column > 0 ? rows[0][column] + ": " : "";
                    Wrap((label + row[column]).Split(' '), indent + (column == 0 ? "- " : "  "), indent + "  ");
                }
            }
        }

        Line("");
    }

    private static string Cell(TableCell cell) => string.Join(' ', cell.OfType<ParagraphBlock>().Select(paragraph => Plain(paragraph.Inline)));

    private void Wrap(IEnumerable<string> words, string first, string rest)
    {
        StringBuilder line = new(first);
        int column = Length(first);
        bool empty = true;
        foreach (string word in words)
        {
            if (!empty && column + 1 + Length(word) > Width)
            {
                Line(line.ToString());
                line.Clear().Append(rest);
                column = Length(rest);
                empty = true;
            }

            line.Append(empty ? "" : " ").Append(word);
            column += (empty ? 0 : 1) + Length(word);
            empty = false;
        }

        Line(line.ToString());
    }

    // Attributes are opened and closed around each word, so that a line can be broken anywhere.
    private static string[] Words(ContainerInline? inline) => Marked(inline, "").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private static string Marked(ContainerInline? container, string attribute)
    {
        StringBuilder text = new();
        foreach (Inline inline in container ?? [])
        {
            text.Append(inline switch
            {
                LiteralInline literal => Mark(literal.Content.ToString(), attribute),
                CodeInline code => Mark(code.Content, Cyan),
                EmphasisInline emphasis => Marked(emphasis, Bold),
                LinkInline link => Marked(link, attribute) + (link.Url is { } url && !url.StartsWith('#') && Plain(link) != url ? $" ({url})" : ""),
                AutolinkInline link => link.Url,
                LineBreakInline => " ",
                HtmlEntityInline entity => entity.Transcoded.ToString(),
                ContainerInline inner => Marked(inner, attribute),
                _ => "",
            });
        }

        return text.ToString();
    }

    private static string Mark(string text, string attribute) => attribute.Length == 0
        ? text
        : string.Join(' ', text.Split(' ').Select(word => word.Length == 0 ? "" : attribute + word + Reset));

    private static string Plain(ContainerInline? inline) =>
        Marked(inline, "").Replace(Cyan, "", StringComparison.Ordinal).Replace(Bold, "", StringComparison.Ordinal).Replace(Reset, "", StringComparison.Ordinal);

    private static int Length(string text)
    {
        int length = 0;
        bool inAttribute = false;
        foreach (char c in text)
        {
            inAttribute |= c == '\u001b';
            length += inAttribute ? 0 : 1;
            inAttribute &= c != 'm';
        }

        return length;
    }

    private void Line(string line) => output.Append(line).Append('\n');
}
