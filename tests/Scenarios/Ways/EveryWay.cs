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
        .. Limits.All,
        .. OtherSockets.All,
        .. MultipathTcp.All,
    ];
}
