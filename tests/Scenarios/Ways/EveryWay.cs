namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>All ways, by topic.</summary>
internal static class EveryWay
{
    public static Way[] All { get; } =
    [
        .. ClosedPorts.All,
        .. PeerAborts.All,
        .. OwnAborts.All,
        .. HalfOpen.All,
        .. TimeWaits.All,
        .. ListenQueues.All,
        .. Firewalls.All,
        .. BlindResets.All,
        .. Timestamps.All,
        .. Timeouts.All,
        .. OtherEnds.All,
        .. Limits.All,
        .. OtherSockets.All,
        .. MultipathTcp.All.Select(way => way with { Needs = Lack.MultipathTcp }),
    ];

    /// <summary>Those of Debian's kernels, which have rules of bridges, too.</summary>
    public static IEnumerable<Way> OfDebian => All.Concat(Bridges.All);

    /// <summary>
    /// Those of which Linux 6.1 tells all without functions, of the topics that need them most: not of SYN-RECEIVED.
    /// </summary>
    public static IEnumerable<Way> WithoutFunctions =>
        ClosedPorts.All.Concat(HalfOpen.All).Where(way => !way.Counts.Contains("received.handshake"));

    /// <summary>A few that every kernel tells, as a server, as a client, and of what only looked like a reset.</summary>
    public static IEnumerable<Way> WithRules => All.Where(way => way.Name
        is "we connect to a closed port" or "a peer connects to our closed port" or "a health check connects and resets"
        or "data comes after we closed, in FIN-WAIT-2");
}
