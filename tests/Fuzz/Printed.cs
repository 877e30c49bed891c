using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace TcpResets.Tests.Fuzz;

/// <summary>What may be printed, and may not, whatever was read.</summary>
internal static class Printed
{
    private static readonly SearchValues<byte> Ascii =
        SearchValues.Create([(byte)'\n', .. Enumerable.Range(' ', '~' - ' ' + 1).Select(each => (byte)each)]);

    /// <summary>For people, or for an agent: nothing in it starts a line, steers a terminal or turns the direction of writing.</summary>
    public static void IsPlain(string text, string what)
    {
        foreach (Rune rune in text.EnumerateRunes())
        {
            Harm.Unless(
                Rune.GetUnicodeCategory(rune) is not (UnicodeCategory.Control or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator),
                $"U+{rune.Value:X4} is in {what}");
        }
    }

    /// <summary>Lines of such text, the last one ended.</summary>
    public static void IsPlainLines(ReadOnlySpan<byte> text, string what)
    {
        Harm.Unless(Utf8.IsValid(text), $"{what} is no UTF-8");
        Harm.Unless(text.IsEmpty || text[^1] == '\n', $"the last line of {what} is not ended");
        IsPlain(Encoding.UTF8.GetString(text).Replace('\n', ' '), what);
    }

    /// <summary>One JSON value, in which no character is more than itself.</summary>
    public static void IsJson(ReadOnlySpan<byte> text, string what)
    {
        Harm.Unless(text.IndexOfAnyExcept(Ascii) < 0, $"{what} has more than printable characters of ASCII");
        Utf8JsonReader json = new(text);
        Harm.Unless(JsonDocument.TryParseValue(ref json, out JsonDocument? document), $"{what} is no JSON");
        document!.Dispose();
    }
}
