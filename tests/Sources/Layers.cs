namespace TcpResets.Tests.Sources;

/// <summary>What of the plugin stands on what: a folder, or a file beside them, uses only what stands lower.</summary>
internal static class Layers
{
    private static readonly string[][] TopDown =
    [
        ["Program"],
        ["Commands"],
        ["Running", "Packaging"],
        ["Charts", "Functions", "Terminal"],
        ["Netdata", "Services", "Procfs", "Kernel"],
        ["Settings"],
        ["Logging"],
        ["Executable"],
        ["Resets", "Linux"],
    ];

    /// <summary>All names that stand somewhere, but the top's, which has no type to use.</summary>
    public static IEnumerable<string> Names => TopDown[1..].SelectMany(layer => layer);

    /// <summary>How far down a folder or file stands; -1 if it is not in the table.</summary>
    public static int DepthOf(string name) => Array.FindIndex(TopDown, layer => layer.Contains(name));

    /// <summary>True if one may use the other.</summary>
    public static bool MayUse(string user, string used) => user == used || DepthOf(user) < DepthOf(used);
}
