using Markdig.Renderers;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax.Inlines;

namespace TcpResets.Guides;

/// <summary>Links between guides lead to the rendered page, of which all are in one directory; on GitHub they lead to the source.</summary>
internal sealed class GuideLinkRenderer : LinkInlineRenderer
{
    protected override void Write(HtmlRenderer renderer, LinkInline link)
    {
        string? source = link.Url;
        string[] parts = (source ?? "").Split('#', 2);
        if (parts[0].EndsWith(".md", StringComparison.Ordinal) && !parts[0].Contains("://", StringComparison.Ordinal))
        {
            parts[0] = Path.GetFileNameWithoutExtension(parts[0]) + ".html";
            link.Url = string.Join('#', parts);
        }

        base.Write(renderer, link);
        link.Url = source;
    }
}
