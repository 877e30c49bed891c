using TcpResets.Resets;

namespace TcpResets.Charts;

/// <summary>All charts, as data: the only place that names charts and dimensions.</summary>
internal static class ChartCatalog
{
    // Netdata's own TCP charts of section ipv4 end at 5290 on 1.37 and at 5185 later (NETDATA_CHART_PRIO_IPV4_TCP_* in
    // collectors/all.h); a priority below the section's first would move the whole section.
    private const int FirstPriority = 5291;

    /// <summary>The charts that a source can fill, in the order of their priority.</summary>
    public static IReadOnlyList<Chart> For(SourceKind source) => source switch
    {
        SourceKind.Snmp => [Totals(Family.IPv4, "TCP resets of IPv4 and IPv6 together, estimated from counters", FirstPriority)],
        _ => throw new ArgumentOutOfRangeException(nameof(source)),
    };

    private static Chart Totals(Family family, string title, int priority) => new(
        $"{Prefix(family)}.tcp_resets",
        title,
        ChartType.Line,
        priority,
        IsAlwaysThere: family == Family.IPv4, // the alert needs it
        [new("received", ResetCounts.Received(family)), new("sent", ResetCounts.Sent(family), Multiplier: -1)]);

    private static string Prefix(Family family) => family == Family.IPv4 ? "ipv4" : "ipv6";
}
