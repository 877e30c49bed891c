using System.Globalization;
using System.Text;

namespace TcpResets.Commands;

/// <summary>A guide for terminals, in the form that <see cref="GuideMark"/> describes.</summary>
internal sealed class GuideText(string text)
{
    private const string EmptyLine = "=";

    private readonly string[] lines = text.TrimEnd('\n').Split('\n');

    /// <summary>The dimensions that this guide has something to say of.</summary>
    public IEnumerable<string> Dimensions =>
        lines.Where(line => line[0] == GuideMark.Dimension).Select(line => line[1..line.IndexOf(' ')]);

    /// <summary>All of it.</summary>
    public void Print(StringBuilder page, int width)
    {
        foreach (string line in LinesFor(width))
        {
            Print(page, line, width);
        }

        page.Replace(GuideMark.FirmBlank, ' ');
    }

    /// <summary>The title, and the sections that a dimension leads to, in their order; nothing if it leads to none here.</summary>
    public void Print(StringBuilder page, int width, string dimension)
    {
        HashSet<string> wanted = [];
        foreach (string line in lines)
        {
            if (line.StartsWith($"{GuideMark.Dimension}{dimension} ", StringComparison.Ordinal))
            {
                wanted.UnionWith(line.Split(' ')[1..]);
            }
        }

        bool inTitle = wanted.Count > 0;
        int within = 0; // the level of the heading whose section this is
        foreach (string line in LinesFor(width))
        {
            if (line[0] == GuideMark.Heading)
            {
                int level = line[1] - '0';
                within = within > 0 && level > within ? within : wanted.Contains(line[3..]) ? level : 0;
            }

            if (inTitle)
            {
                Print(page, line, width);
                inTitle = line != EmptyLine;
            }

            if (within > 0)
            {
                Print(page, line, width);
            }
        }

        page.Replace(GuideMark.FirmBlank, ' ');
    }

    private IEnumerable<string> LinesFor(int width)
    {
        bool isForIt = true;
        foreach (string line in lines)
        {
            if (line[0] == GuideMark.Columns)
            {
                int columns = int.Parse(line.AsSpan(1), CultureInfo.InvariantCulture);
                isForIt = columns < 0 ? width < -columns : width >= columns;
            }
            else if (isForIt)
            {
                yield return line;
            }
        }
    }

    private static void Print(StringBuilder page, string line, int width)
    {
        if (line[0] == GuideMark.AsItIs)
        {
            page.Append(line.AsSpan(1)).Append('\n');
        }
        else if (char.IsAsciiDigit(line[0]))
        {
            Fill(page, line.AsSpan(1), line[0] - '0', width);
        }
    }

    private static void Fill(StringBuilder page, ReadOnlySpan<char> text, int indent, int width)
    {
        int used = 0;
        foreach (Range range in text.Split(' '))
        {
            ReadOnlySpan<char> word = text[range];
            int columns = Columns(word);
            if (used > indent && used + 1 + columns > width)
            {
                page.Append('\n').Append(' ', indent);
                used = indent;
            }
            else if (range.Start.Value > 0)
            {
                page.Append(' ');
                used++;
            }

            page.Append(word);
            used += columns;
        }

        page.Append('\n');
    }

    // The attributes take none; guides use no wide and no combining characters.
    private static int Columns(ReadOnlySpan<char> word)
    {
        int columns = 0;
        bool inAttribute = false;
        foreach (char c in word)
        {
            inAttribute |= c == '\e';
            columns += inAttribute ? 0 : 1;
            inAttribute &= c != 'm';
        }

        return columns;
    }
}
