using Markdig.Extensions.Tables;
using Markdig.Renderers;
using Markdig.Renderers.Html;

namespace TcpResets.Guides;

/// <summary>Tables that scroll in themselves where the screen is narrow.</summary>
internal sealed class ScrollingTableRenderer : HtmlObjectRenderer<Table>
{
    private readonly HtmlTableRenderer plain = new();

    protected override void Write(HtmlRenderer renderer, Table table)
    {
        renderer.WriteLine("<div class=\"scroll\" tabindex=\"0\">");
        plain.Write(renderer, table);
        renderer.WriteLine("</div>");
    }
}
