using System.Text.RegularExpressions;

namespace TcpResets.Tests.Health;

/// <summary>
/// What Telegram takes as a message with parse_mode HTML (https://core.telegram.org/bots/api#html-style). What it does not take it refuses
/// whole, and the message is lost.
/// </summary>
internal static partial class TelegramHtml
{
    private static readonly string[] Tags =
    [
        "a", "b", "blockquote", "code", "del", "em", "i", "ins", "pre", "s", "span", "strike", "strong", "tg-emoji", "tg-spoiler", "u",
    ];

    /// <summary>The text that people see.</summary>
    /// <exception cref="FormatException">No such tag, one not closed, an attribute not quoted; a bare sign.</exception>
    public static string TextOf(string message)
    {
        Stack<string> open = [];
        string text = Markup().Replace(message, markup =>
        {
            Match tag = Tag().Match(markup.Value);
            if (!tag.Success || !Tags.Contains(tag.Groups["name"].Value))
            {
                throw new FormatException($"Telegram takes no {markup.Value}");
            }

            if (!markup.Value.StartsWith("</", StringComparison.Ordinal))
            {
                open.Push(tag.Groups["name"].Value);
            }
            else if (open.Count == 0 || open.Pop() != tag.Groups["name"].Value)
            {
                throw new FormatException($"nothing is open that {markup.Value} closes");
            }

            return "";
        });
        if (open.Count > 0)
        {
            throw new FormatException($"{open.Peek()} is not closed");
        }

        // Of entities it knows these, and all numeric ones.
        string known = Entity().Replace(text, "");
        return known.IndexOfAny(['<', '>', '&']) < 0 ? text : throw new FormatException($"a bare < > or & in: {known}");
    }

    [GeneratedRegex("<[^<>]*>")]
    private static partial Regex Markup();

    [GeneratedRegex("^</?(?<name>[a-z-]+)(?: [a-z-]+=\"[^\"]*\")*>$")]
    private static partial Regex Tag();

    [GeneratedRegex("&(?:lt|gt|amp|quot|#[0-9]+|#x[0-9a-fA-F]+);")]
    private static partial Regex Entity();
}
