using System.Net;
using System.Text;
using Markdig.Renderers.Html;
using Markdig.Syntax;

namespace TcpResets.Guides;

/// <summary>A guide as a page of its own: everything inline, nothing loaded, no script.</summary>
internal static class HtmlPage
{
    public static string Render(Guide guide)
    {
        // Title and first paragraph come before the contents: they are what somebody woken at night needs.
        Block[] blocks = [.. guide.Document];
        blocks[1].GetAttributes().AddClass("serious");

        var page = new StringBuilder();
        page.Append(PageFrame.Head(guide.Title, guide.Summary))
            .Append("<body>\n<main>\n<header>\n")
            .Append(HtmlBody.Render(blocks.AsSpan(0, 2)))
            .Append("</header>\n")
            .Append(Contents(guide.Headings))
            .Append("<article>\n")
            .Append(HtmlBody.Render(blocks.AsSpan(2)))
            .Append("</article>\n")
            .Append(PageFrame.Foot("<a href=\"../index.html\">All guides</a> ", "../../"));
        return page.ToString();
    }

    private static string Contents(IReadOnlyList<GuideHeading> headings)
    {
        var list = new StringBuilder("<nav aria-label=\"Contents\">\n<ul>\n");
        foreach (GuideHeading heading in headings.Where(h => h.Level <= 3))
        {
            list.Append(System.Globalization.CultureInfo.InvariantCulture,
                $"<li class=\"level{heading.Level}\"><a href=\"#{heading.Id}\">{WebUtility.HtmlEncode(heading.Text)}</a></li>\n");
        }

        return list.Append("</ul>\n</nav>\n").ToString();
    }
}
