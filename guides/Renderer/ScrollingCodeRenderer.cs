using Markdig.Renderers;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace TcpResets.Guides;

/// <summary>Code that scrolls in itself, never the page; the keyboard can reach it; a command looks unlike what it prints.</summary>
internal sealed class ScrollingCodeRenderer : HtmlObjectRenderer<CodeBlock>
{
    protected override void Write(HtmlRenderer renderer, CodeBlock block)
    {
        bool command = block is FencedCodeBlock { Info: "sh" };
        renderer.Write("<pre tabindex=\"0\" class=\"").Write(command ? "command" : "output").Write("\"><code>");
        renderer.WriteLeafRawLines(block, true, true);
        renderer.WriteLine("</code></pre>");
    }
}
