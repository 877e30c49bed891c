using System.Net;
using Markdig;
using Markdig.Renderers.Html;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace TcpResets.Guides;

/// <summary>A guide as a page that needs nothing else: no script, no font, no network.</summary>
internal sealed class HtmlPage
{
    private readonly MarkdownDocument document;
    private readonly MarkdownPipeline pipeline;

    /// <summary>Takes a parsed guide.</summary>
    public HtmlPage(MarkdownDocument document, MarkdownPipeline pipeline)
    {
        this.document = document;
        this.pipeline = pipeline;
        Title = document.Descendants<HeadingBlock>().Where(heading => heading.Level == 1).Select(Text).FirstOrDefault("Guide");
    }

    /// <summary>The guide's first heading.</summary>
    public string Title { get; }

    /// <summary>The page of all guides.</summary>
    public static string Index(IEnumerable<(string Name, string Title)> pages) => Frame(
        "Guides of tcp-resets.plugin",
        "<h1>Guides of tcp-resets.plugin</h1>\n<ul>\n"
        + string.Concat(pages.Select(page => $"<li><a href=\"{page.Name}.html\">{WebUtility.HtmlEncode(page.Title)}</a></li>\n"))
        + "</ul>\n");

    /// <summary>The page.</summary>
    public string Render()
    {
        string body = document.ToHtml(pipeline)
            .Replace("<table>", "<div class=\"scroll\"><table>", StringComparison.Ordinal)
            .Replace("</table>", "</table></div>", StringComparison.Ordinal);
        int afterTitle = body.IndexOf("</h1>", StringComparison.Ordinal) + "</h1>".Length;

        // The answer to "is it serious?" comes before the table of contents.
        int afterAnswer = body.IndexOf("</p>", afterTitle, StringComparison.Ordinal) + "</p>".Length;
        return Frame(Title, body[..afterAnswer] + "\n" + Contents() + body[afterAnswer..]);
    }

    private static string Frame(string title, string body)
    {
        using Stream css = typeof(HtmlPage).Assembly.GetManifestResourceStream("guide.css")!;
        using StreamReader reader = new(css);
        return $"""
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <style>
            {reader.ReadToEnd()}</style>
            </head>
            <body>
            <main>
            {body}</main>
            </body>
            </html>

            """;
    }

    private static string Text(HeadingBlock heading) => string.Concat(heading.Inline!.Descendants().Select(inline => inline switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        _ => "",
    }));

    private string Contents() => "<nav aria-label=\"Contents\">\n<ul>\n"
        + string.Concat(document.Descendants<HeadingBlock>().Where(heading => heading.Level == 2)
            .Select(heading => $"<li><a href=\"#{heading.GetAttributes().Id}\">{WebUtility.HtmlEncode(Text(heading))}</a></li>\n"))
        + "</ul>\n</nav>\n";
}
