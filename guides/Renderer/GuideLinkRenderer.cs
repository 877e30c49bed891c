using Markdig.Renderers;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax.Inlines;

namespace TcpResets.Guides;

/// <summary>Links between guides lead to the rendered page; on GitHub they lead to the source.</summary>
internal sealed class GuideLinkRenderer : LinkInlineRenderer
{
    /// <inheritdoc/>
    protected override void Write(HtmlRenderer renderer, LinkInline link)
    {
        string? source = link.Url;
        if (source is not null && source.EndsWith(".md", StringComparison.Ordinal) && !source.Contains("://", StringComparison.Ordinal))
        {
            link.Url = string.Concat(source.AsSpan(0, source.Length - 3), ".html");
        }

        base.Write(renderer, link);
        link.Url = source;
    }
}
