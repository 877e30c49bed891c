using System.Net;

namespace TcpResets.Guides;

/// <summary>What every page begins with.</summary>
internal static class PageFrame
{
    /// <summary>From the doctype to the end of the head; styles are inline, since the page must look right wherever it is saved.</summary>
    public static string Head(string title, string description) =>
        $"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="description" content="{WebUtility.HtmlEncode(description)}">
        <link rel="icon" href="data:,">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <style>
        {Style()}</style>
        </head>

        """;

    private static string Style()
    {
        using Stream css = typeof(PageFrame).Assembly.GetManifestResourceStream("guide.css")!;
        using var reader = new StreamReader(css);
        return reader.ReadToEnd();
    }
}
