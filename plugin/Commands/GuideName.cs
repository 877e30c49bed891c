namespace TcpResets.Commands;

/// <summary>Short words for guides, which the command <c>guide</c> takes; the build, which compiles this file, too, names them.</summary>
internal static class GuideName
{
    /// <summary>The last word of a guide's name; that of the plugin's own alert would not tell what it is about.</summary>
    public static string Short(string guide) => guide == "tcp_resets_last_collected" ? "silent" : guide.Split('_')[^1];

    /// <summary>
    /// The guide in short that serves an alert on resets, of either family, or of a service, and of any span; null for other words. The
    /// alarm that all others wait for has none of its own: it leads to the one that comes first.
    /// </summary>
    public static string? OfAlert(string name) => name.Split('_') switch
    {
        ["10s" or "40s" or "1h", "ipv4" or "ipv6", "tcp", "resets", "received" or "sent"]
            or ["10s", "tcp", "resets", "service", "received" or "sent"] => Short(name),
        ["age", "tcp", "resets"] => "received",
        _ => null,
    };
}
