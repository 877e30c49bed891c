namespace TcpResets.Guides;

/// <summary>The width of text on a terminal.</summary>
internal static class Columns
{
    /// <summary>What a page may use: the width of a terminal nobody has resized.</summary>
    public const int Page = 80;

    /// <summary>The columns <paramref name="text"/> takes; guides use no wide and no combining characters.</summary>
    public static int Of(string text) => text.EnumerateRunes().Count();
}
