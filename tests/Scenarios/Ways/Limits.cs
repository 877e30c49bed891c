using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>Limits of the whole machine: each is in force for one call, or until a retransmission timer has run out.</summary>
internal static class Limits
{
    private const int SocketLevel = 1;
    private const int SendBufferForce = 32;

    // Each CPU may keep 1 MiB to itself before the machine counts it (SK_MEMORY_PCPU_RESERVE).
    private const int SendBuffer = 4 << 20;

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
            host.Set(SocketLevel, SendBufferForce, SendBuffer);
            host.Fill();
            NetworkNamespace.WithOutside("net.ipv4.tcp_mem", "1 1 1", host.Close);
        }),
        new("our FIN is not acknowledged, and there are too many orphans", ["sent.no_memory"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.Close();
            peer.Await(TcpFlags.Fin);
            NetworkNamespace.WithOutside("net.ipv4.tcp_max_orphans", "-1", () => peer.Await(TcpFlags.Rst));
        }) { Times = 2 },
        new("what we sent before we closed is not acknowledged, and TCP's memory is used up", ["sent.no_memory"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.Set(SocketLevel, SendBufferForce, SendBuffer);
            host.Fill();
            host.Close();
            NetworkNamespace.WithOutside("net.ipv4.tcp_mem", "1 1 1", () => peer.Await(TcpFlags.Rst));
        }) { Times = 2 },
    ];
}
