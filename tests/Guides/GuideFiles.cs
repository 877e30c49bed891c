using TcpResets.Guides;

namespace TcpResets.Tests.Guides;

/// <summary>The guides of this checkout.</summary>
internal static class GuideFiles
{
    public const string Received = "10s_ipv4_tcp_resets_received";
    public const string Sent = "10s_ipv4_tcp_resets_sent";

    public const string Silent = "tcp_resets_last_collected";

    public const string ByHand = "by-hand";
    public const string Fleet = "fleet";
    public const string Limits = "limits";
    public const string Cookies = "syn-cookies";

    private static readonly string Folder = Path.Join(Repository.Root, "guides");

    /// <summary>All pages: the guides of the alerts, and what they lead to.</summary>
    public static IReadOnlyList<Guide> All { get; } = GuideReader.ReadAll(Path.Join(Folder, "tcp"), Folder);

    public static Guide Of(string name) => All.Single(guide => guide.Name == name);

    public static string SourceOf(string name) =>
        File.ReadAllText(Path.Join(Folder, name is ByHand or Fleet or Limits or Cookies ? "" : "tcp", name + ".md"));
}
