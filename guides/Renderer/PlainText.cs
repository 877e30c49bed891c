using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace TcpResets.Guides;

/// <summary>The words of a piece of markdown without their marks.</summary>
internal static class PlainText
{
    /// <summary>The text of <paramref name="inline"/> on one line.</summary>
    public static string Of(ContainerInline? inline)
    {
        var text = new StringBuilder();
        foreach (Inline part in inline?.Descendants() ?? [])
        {
            _ = part switch
            {
                LiteralInline literal => text.Append(literal.Content.AsSpan()),
                CodeInline code => text.Append(code.Content),
                HtmlEntityInline entity => text.Append(entity.Transcoded.AsSpan()),
                LineBreakInline => text.Append(' '),
                _ => text,
            };
        }

        return text.ToString();
    }
}
