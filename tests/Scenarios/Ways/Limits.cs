using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>Limits of the whole machine: each is in force for one call only.</summary>
internal static class Limits
{
    public static Way[] All =>
    [
        new("we close, and there are too many orphans", ["sent.no_memory"], scene =>
        {
            (TcpSocket host, _) = scene.AcceptedPuppet();
            NetworkNamespace.WithOutside("net.ipv4.tcp_max_orphans", "-1", host.Close);
        }),
        new("we close, and TCP's memory is used up", ["sent.no_memory"], scene =>
        {
            (TcpSocket host, _) = scene.AcceptedPuppet();
            host.Send(60_000);
            NetworkNamespace.WithOutside("net.ipv4.tcp_mem", "1 1 1", host.Close);
        }),
    ];
}
