namespace TcpResets.Guides;

/// <summary>The escape sequences of styles (ECMA-48, SELECT GRAPHIC RENDITION). The plugin strips them where they do not belong.</summary>
internal static class Sgr
{
    private const string Reset = "\e[0m";

    /// <summary>The text in its style, which ends with it: no line leaves a style open.</summary>
    public static string Apply(Style style, string text) => style switch
    {
        Style.Strong => $"\e[1m{text}{Reset}",
        Style.Emphasis => $"\e[4m{text}{Reset}",
        Style.Code => $"\e[36m{text}{Reset}",
        Style.Command => $"\e[32m{text}{Reset}",
        _ => text,
    };
}
