using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Renderers.Html.Inlines;
using Markdig.Syntax;

namespace TcpResets.Guides;

/// <summary>Blocks of a guide as HTML.</summary>
internal static class HtmlBody
{
    public static string Render(ReadOnlySpan<Block> blocks)
    {
        using var writer = new StringWriter { NewLine = "\n" };
        var renderer = new HtmlRenderer(writer);
        GuideReader.Pipeline.Setup(renderer);
        renderer.ObjectRenderers.Replace<HeadingRenderer>(new AnchoredHeadingRenderer());
        renderer.ObjectRenderers.Replace<CodeBlockRenderer>(new ScrollingCodeRenderer());
        renderer.ObjectRenderers.Replace<HtmlTableRenderer>(new ScrollingTableRenderer());
        renderer.ObjectRenderers.Replace<LinkInlineRenderer>(new GuideLinkRenderer());
        foreach (Block block in blocks)
        {
            renderer.Render(block);
        }

        return writer.ToString();
    }
}
