using System.Text;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using TcpResets.Commands;

namespace TcpResets.Guides;

/// <summary>
/// Lays a table out in columns, which wrap where the page is too narrow for them, and for pages narrower still as blocks, one a row: the
/// first cell, and below it the others behind the headings of their columns.
/// </summary>
internal static class TextTable
{
    private const int Gap = 2;
    private const string BlockIndent = "  ";

    // On the narrowest page, 40 columns, with its quotes, a comma behind, and the indent.
    private const int LongestUnbrokenInBlock = 35;

    /// <summary>Adds both forms to a page, each for the widths that it is for.</summary>
    public static void Add(IndentedLines page, Table table)
    {
        List<Word> lines = Render(table, page.Width);
        int least = Columns.Page - page.Width + lines.Max(line => line.Width);
        page.AddMark(GuideMark.Columns, $"{least}");
        page.Add(lines);
        page.AddMark(GuideMark.Columns, $"-{least}");
        AddBlocks(page, Cells(table, LongestUnbrokenInBlock));
        page.AddMark(GuideMark.Columns, "0");
    }

    private static void AddBlocks(IndentedLines page, IReadOnlyList<Word>[][] rows)
    {
        for (int r = 1; r < rows.Length; r++)
        {
            if (r > 1)
            {
                page.AddEmpty();
            }

            page.Add(rows[r][0]);
            using (page.Indent(BlockIndent))
            {
                for (int c = 1; c < rows[r].Length; c++)
                {
                    if (rows[r][c].Count > 0)
                    {
                        IReadOnlyList<Word> line = [.. WithColon(rows[0][c]), .. rows[r][c]];
                        page.Add(line);
                    }
                }
            }
        }
    }

    private static IEnumerable<Word> WithColon(IReadOnlyList<Word> heading) =>
        heading.Select((word, i) => i + 1 < heading.Count ? word : new Word($"{word.Text}:", word.Width + 1));

    private static IReadOnlyList<Word>[][] Cells(Table table, int longestUnbroken) =>
    [
        .. table.Cast<TableRow>().Select(row => row.Cast<TableCell>()
            .Select(cell => (cell.FirstOrDefault() as ParagraphBlock)?.Inline)
            .Select(inline => InlineText.Words(inline, row.IsHeader ? Style.Strong : Style.Plain, longestUnbroken))
            .ToArray()),
    ];

    /// <summary>The lines of <paramref name="table"/> in columns, none wider than <paramref name="width"/>.</summary>
    private static List<Word> Render(Table table, int width)
    {
        IReadOnlyList<Word>[][] rows = Cells(table, InlineText.LongestUnbroken);
        int[] widths = Fit(rows, width)
            ?? throw new GuideException($"line {table.Line + 1}: the longest words of this table do not fit into {width} columns");
        var lines = new List<Word>();
        foreach (IReadOnlyList<Word>[] row in rows)
        {
            lines.AddRange(Lines(row, widths));
        }

        int ruler = widths.Sum() + Gap * (widths.Length - 1);
        lines.Insert(Lines(rows[0], widths).Count(), new Word(new string('-', ruler), ruler));
        return lines;
    }

    /// <summary>The natural widths; then the widest column that can give way does, until the table fits. Null if it cannot.</summary>
    private static int[]? Fit(IReadOnlyList<Word>[][] rows, int width)
    {
        int[] columns = [.. Enumerable.Range(0, rows[0].Length)];
        int[] widths = [.. columns.Select(c => rows.Max(row => LineWidth(row[c])))];
        int[] least = [.. columns.Select(c => rows.Max(row => row[c].Select(word => word.Width).Append(1).Max()))];
        while (widths.Sum() + Gap * (widths.Length - 1) > width)
        {
            int widest = columns.MaxBy(c => widths[c] > least[c] ? widths[c] : 0);
            if (widths[widest] <= least[widest])
            {
                return null;
            }

            widths[widest]--;
        }

        return widths;
    }

    private static int LineWidth(IReadOnlyList<Word> words) => Math.Max(1, words.Sum(w => w.Width + 1) - 1);

    private static IEnumerable<Word> Lines(IReadOnlyList<Word>[] row, int[] widths)
    {
        List<Word>[] cells = [.. row.Select((words, c) => LineWrapper.Wrap(words, widths[c]))];
        for (int i = 0; i < cells.Max(c => c.Count); i++)
        {
            var line = new StringBuilder();
            int used = 0;
            for (int c = 0; c < cells.Length; c++)
            {
                Word part = i < cells[c].Count ? cells[c][i] : default;
                int blanks = c + 1 < cells.Length ? widths[c] + Gap - part.Width : 0;
                line.Append(part.Text).Append(' ', blanks);
                used += part.Width + blanks;
            }

            yield return new Word(line.ToString(), used);
        }
    }
}
