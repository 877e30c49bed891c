using System.Globalization;
using System.Text;

namespace TcpResets.Logging;

/// <summary>
/// What may be printed of text that others have written, be it a file's name or its content: nothing in it starts a line, steers a
/// terminal or turns the direction of writing.
/// </summary>
internal static class OneLine
{
    /// <summary>How many characters are left of a longer text.</summary>
    public const int Longest = 4000;

    /// <summary>The same text with a blank for each character that would not be seen as itself.</summary>
    public static string Of(string text)
    {
        StringBuilder line = new(Math.Min(text.Length, Longest));
        Span<char> characters = stackalloc char[2];
        foreach (Rune rune in text.EnumerateRunes()) // half a pair comes as U+FFFD
        {
            if (line.Length + rune.Utf16SequenceLength > Longest)
            {
                line.Append("...");
                break;
            }

            line.Append(IsSeen(rune) ? characters[..rune.EncodeToUtf16(characters)] : " ");
        }

        return line.ToString();
    }

    // Control: C0, DEL, C1. Format: what turns the direction, joins, or has no width (Unicode, chapter 23; UAX 9, 2.1 to 2.4).
    private static bool IsSeen(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator);
}
