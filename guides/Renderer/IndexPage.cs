using System.Net;
using System.Text;

namespace TcpResets.Guides;

/// <summary>
/// The page that lists the guides. Its links hold as <c>/guides/</c> and as <c>/guides</c>, which the agent serves without a redirect.
/// </summary>
internal static class IndexPage
{
    public static string Render(IReadOnlyList<Guide> guides)
    {
        var page = new StringBuilder(PageFrame.Head("TCP reset guides", "What to do when the alerts about TCP resets are raised."));
        page.Append("<body>\n<main>\n<header>\n<h1>TCP reset guides</h1>\n")
            .Append("<p>What to do when an alert about TCP resets is raised.</p>\n</header>\n<article>\n");
        foreach (Guide guide in guides)
        {
            page.Append("<section class=\"card\">\n<h2><a href=\"../guides/tcp/").Append(guide.Name).Append(".html\">")
                .Append(WebUtility.HtmlEncode(guide.Title)).Append("</a></h2>\n<p><code>")
                .Append(WebUtility.HtmlEncode(guide.Name)).Append("</code></p>\n<p>")
                .Append(WebUtility.HtmlEncode(guide.Summary)).Append("</p>\n</section>\n");
        }

        return page.Append("</article>\n").Append(PageFrame.Foot("", "../")).ToString();
    }
}
