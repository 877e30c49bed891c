using System.Text;

namespace TcpResets.Guides;

/// <summary>Fills lines with words.</summary>
internal static class LineWrapper
{
    /// <summary>Lines of at most <paramref name="width"/> columns; a word wider than that has a line to itself.</summary>
    public static List<Word> Wrap(IReadOnlyList<Word> words, int width)
    {
        var lines = new List<Word>();
        var line = new StringBuilder();
        int used = 0;
        foreach (Word word in words)
        {
            if (used > 0 && used + 1 + word.Width > width)
            {
                lines.Add(new Word(line.ToString(), used));
                line.Clear();
                used = 0;
            }

            if (used > 0)
            {
                line.Append(' ');
                used++;
            }

            line.Append(word.Text);
            used += word.Width;
        }

        if (used > 0 || lines.Count == 0)
        {
            lines.Add(new Word(line.ToString(), used));
        }

        return lines;
    }
}
