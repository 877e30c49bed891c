using System.Globalization;
using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace TcpResets.Guides;

/// <summary>Headings that link to themselves, so that a colleague can be sent to the very section.</summary>
internal sealed class AnchoredHeadingRenderer : HtmlObjectRenderer<HeadingBlock>
{
    protected override void Write(HtmlRenderer renderer, HeadingBlock heading)
    {
        string level = heading.Level.ToString(CultureInfo.InvariantCulture);
        renderer.Write("<h").Write(level).WriteAttributes(heading).Write('>');
        renderer.WriteLeafInline(heading);
        if (heading.Level > 1)
        {
            renderer.Write(" <a class=\"anchor\" href=\"#").Write(heading.GetAttributes().Id)
                .Write("\" aria-label=\"Link to this section\">#</a>");
        }

        renderer.Write("</h").Write(level).WriteLine(">");
    }
}
