using System.Globalization;
using System.Text;
using TcpResets.Logging;

namespace TcpResets.Terminal;

/// <summary>What others have written, so that it can stand in a table: in one line, steering nothing, not too wide.</summary>
internal static class PlainText
{
    private const char Cut = '…';

    // Two columns wide on a terminal (Unicode, UAX 11, W and F), in blocks: first and last.
    private static readonly (int First, int Last)[] Wide =
    [
        (0x1100, 0x115f), (0x2e80, 0x303e), (0x3041, 0xa4cf), (0xa960, 0xa97c), (0xac00, 0xd7a3), (0xf900, 0xfaff),
        (0xfe30, 0xfe6f), (0xff00, 0xff60), (0xffe0, 0xffe6), (0x1f300, 0x1f64f), (0x1f900, 0x1f9ff), (0x20000, 0x3fffd),
    ];

    /// <summary>The text without what would steer a terminal, cut to so many columns; of a cell, without blanks around it.</summary>
    public static string Of(string text, int columns, bool keepsBlanks = false)
    {
        string line = keepsBlanks ? OneLine.Of(text) : OneLine.Of(text).Trim();
        if (line.Length == 0)
        {
            return "-";
        }

        int width = 0, end = 0; // where it is cut, so that there is room for the mark
        foreach (Rune rune in line.EnumerateRunes())
        {
            width += WidthOf(rune);
            if (width > columns)
            {
                return line[..end] + Cut;
            }

            if (width < columns)
            {
                end += rune.Utf16SequenceLength;
            }
        }

        return line;
    }

    /// <summary>How many columns a text takes that has gone through <see cref="Of"/>.</summary>
    public static int Width(string text)
    {
        int width = 0;
        foreach (Rune rune in text.EnumerateRunes())
        {
            width += WidthOf(rune);
        }

        return width;
    }

    private static int WidthOf(Rune rune)
    {
        if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
        {
            return 0;
        }

        foreach ((int first, int last) in Wide)
        {
            if (rune.Value >= first && rune.Value <= last)
            {
                return 2;
            }
        }

        return 1;
    }
}
