using System.Net;
using System.Reflection;

namespace TcpResets.Guides;

/// <summary>What every page begins and ends with.</summary>
internal static class PageFrame
{
    // A line that breaks off. Inline, too: a page that is saved or sent by mail is whole.
    private const string Icon =
        "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 16 16'%3E%3Crect width='16' height='16' rx='3' "
        + "fill='%23c9781d'/%3E%3Cpath d='M2 8h4m4 0h4M7 4.5v7m2-7v7' stroke='%23fff' stroke-width='1.6'/%3E%3C/svg%3E";

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
        <link rel="icon" href="{Icon}">
        <title>{WebUtility.HtmlEncode(title)}</title>
        <style>
        {Style()}</style>
        </head>

        """;

    /// <summary>
    /// To the end of the page. Links are relative, so that they hold behind a proxy, too. The classic dashboard opens at the section that
    /// its link names; a newer one opens, and has the chart under its name.
    /// </summary>
    public static string Foot(string links, string root) =>
        $"""
        <footer><p>{links}<a href="{root}#menu_ipv4_submenu_tcp">Dashboard, chart <code>ipv4.tcp_resets</code></a></p>
        <p>tcp-resets.plugin {Version()}</p></footer>
        </main>
        </body>
        </html>

        """;

    private static string Version() =>
        typeof(PageFrame).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;

    private static string Style()
    {
        using Stream css = typeof(PageFrame).Assembly.GetManifestResourceStream("guide.css")!;
        using var reader = new StreamReader(css);
        return reader.ReadToEnd();
    }
}
