namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>All ways, by topic.</summary>
internal static class EveryWay
{
    public static Way[] All { get; } =
    [
        .. ClosedPorts.All,
        .. PeerAborts.All,
    ];
}
