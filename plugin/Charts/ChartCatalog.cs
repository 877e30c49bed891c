using TcpResets.Resets;
using TcpResets.Settings;

namespace TcpResets.Charts;

/// <summary>All charts, as data: the only place that names charts and dimensions.</summary>
internal static class ChartCatalog
{
    // Netdata's own TCP charts of section ipv4 end at 5290 up to 1.42 and at 5185 later, those of ipv6 at 6500 up to 1.42 and at 6140
    // later (NETDATA_CHART_PRIO_IPV4_TCP_* and _IPV6_TCP* in collectors/all.h); a priority below the section's first would move all of it.
    private const int FirstPriorityIPv4 = 5291;
    private const int FirstPriorityIPv6 = 6501;
    private const int LaterFirstPriorityIPv4 = 5186;
    private const int LaterFirstPriorityIPv6 = 6141;
    private const string LaterFamilyIPv6 = "tcp6";
    private const int PlacesOfAFamily = 4; // behind which what is of both comes

    /// <summary>The charts that a kind of source can fill, in the order of their priority.</summary>
    public static IReadOnlyList<Chart> For(SourceKind source) =>
        source == SourceKind.Kernel ? [.. OfKernel(Family.IPv4), .. OfKernel(Family.IPv6)] : OfSnmp;

    /// <summary>The same without what this source cannot know on this machine, each where this agent has its kin.</summary>
    public static IReadOnlyList<Chart> For(ResetSource source, AgentVersion agent) =>
    [
        .. For(source.SourceKind)
            .Select(chart => chart with { Dimensions = [.. chart.Dimensions.Where(each => source.Knows(each.Family, each.Kind))] })
            .Where(chart => chart.Dimensions.Count > 0)
            .Select(chart => agent.HasSectionOfBothFamilies ? Later(chart) : chart),
    ];

    /// <summary>
    /// The chart of each service, over both families. Its id is the context; that of an instance has an underscore and the service's name
    /// behind it, or <see cref="OtherServices"/>.
    /// </summary>
    public static Chart OfService(AgentVersion agent) => new(
        "tcp_resets.service",
        "TCP resets by service",
        ChartType.Line,
        (agent.HasSectionOfBothFamilies ? LaterFirstPriorityIPv6 : FirstPriorityIPv6) + PlacesOfAFamily,
        IsAlwaysThere: false,
        [Of(Family.IPv4, Kind.AllReceived), Of(Family.IPv4, Kind.AllSent) with { Multiplier = -1 }])
    {
        Family = "services",
    };

    /// <summary>What all services without a chart of their own are called, and what has no service.</summary>
    public const string OtherServices = "other";

    // The section itself is the id's type, on which dashboards rest: it stays.
    private static Chart Later(Chart chart) => chart.Dimensions[0].Family == Family.IPv4
        ? chart with { Priority = chart.Priority - FirstPriorityIPv4 + LaterFirstPriorityIPv4 }
        : chart with { Priority = chart.Priority - FirstPriorityIPv6 + LaterFirstPriorityIPv6, Family = LaterFamilyIPv6 };

    private static Chart[] OfSnmp => [Totals(Family.IPv4, "TCP resets of IPv4 and IPv6 together, estimated from counters", [])];

    private static Chart[] OfKernel(Family family) =>
    [
        Totals(family, $"TCP resets over {family}", [Of(family, Kind.Excluded)]),
        Kinds(family, "received", $"TCP resets received over {family}, by what they ended", 1, Kind.OfReceived),
        Kinds(family, "sent", $"TCP resets sent over {family}, by cause", 2, Kind.OfSent),
        Kinds(family, "ignored", $"TCP resets that arrived over {family} and ended nothing", 3, Kind.OfIgnored),
    ];

    private static Chart Totals(Family family, string title, Dimension[] more) => new(
        $"{Prefix(family)}.tcp_resets",
        title,
        ChartType.Line,
        Priority(family),
        IsAlwaysThere: true, // the alerts need it, with the quiet minute before the first reset
        [Of(family, Kind.AllReceived), Of(family, Kind.AllSent) with { Multiplier = -1 }, .. more]);

    private static Chart Kinds(Family family, string suffix, string title, int place, IEnumerable<Kind> kinds) => new(
        $"{Prefix(family)}.tcp_resets_{suffix}",
        title,
        ChartType.Stacked,
        Priority(family) + place,
        IsAlwaysThere: false,
        [.. kinds.Select(kind => Of(family, kind))]);

    private static Dimension Of(Family family, Kind kind) => new(kind.ToString(), family, kind);

    private static int Priority(Family family) => family == Family.IPv4 ? FirstPriorityIPv4 : FirstPriorityIPv6;

    private static string Prefix(Family family) => family == Family.IPv4 ? "ipv4" : "ipv6";
}
