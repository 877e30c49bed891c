using Markdig.Syntax.Inlines;
using TcpResets.Commands;

namespace TcpResets.Guides;

/// <summary>Words of a paragraph, heading or cell with their styles.</summary>
internal static class InlineText
{
    /// <summary>Longer code than this may break: it would leave ragged lines, and is nothing to copy.</summary>
    public const int LongestUnbroken = 64;

    /// <summary>The words of <paramref name="inline"/>, in <paramref name="style"/> where they have no style of their own.</summary>
    public static IReadOnlyList<Word> Words(
        ContainerInline? inline, Style style = Style.Plain, int longestUnbroken = LongestUnbroken)
    {
        var words = new WordList();
        Add(words, inline, style, longestUnbroken);
        return words.Finish();
    }

    private static void Add(WordList words, ContainerInline? container, Style style, int longestUnbroken)
    {
        foreach (Inline inline in container ?? Enumerable.Empty<Inline>())
        {
            switch (inline)
            {
                case LiteralInline literal:
                    words.Add(literal.Content.ToString(), style);
                    break;
                case CodeInline code when code.Content.Length <= longestUnbroken:
                    words.AddUnbroken($"`{code.Content}`", style == Style.Plain ? Style.Code : style);
                    break;
                case CodeInline code:
                    words.Add($"`{code.Content}`", style == Style.Plain ? Style.Code : style);
                    break;
                case EmphasisInline emphasis:
                    Add(words, emphasis, emphasis.DelimiterCount == 2 ? Style.Strong : Style.Emphasis, longestUnbroken);
                    break;
                case LinkInline link:
                    Add(words, link, style, longestUnbroken);
                    words.Add(Target(link.Url ?? ""), style);
                    break;
                case HtmlEntityInline entity:
                    words.Add(entity.Transcoded.ToString(), style);
                    break;
                case LineBreakInline:
                    words.Add(" ", style);
                    break;
                default:
                    throw new GuideException($"line {inline.Line + 1}: text pages cannot show a {inline.GetType().Name}");
            }
        }
    }

    /// <summary>Where a link leads: nothing within the page, a command for another guide, else the address.</summary>
    private static string Target(string url) => url switch
    {
        ['#', ..] => "",
        _ when url.Contains("://", StringComparison.Ordinal) => $" <{url}>",
        _ => $" (tcp-resets.plugin guide {GuideName.Short(Path.GetFileNameWithoutExtension(url.Split('#')[0]))})",
    };
}
