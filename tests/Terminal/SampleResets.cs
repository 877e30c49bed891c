using System.Net;
using TcpResets.Kernel.Tables;
using TcpResets.Resets;

namespace TcpResets.Tests.Terminal;

/// <summary>Resets as the kernel would hand them on, one of each sort, with service and reason.</summary>
internal static class SampleResets
{
    /// <summary>Microseconds between boot and 1970: what a clock has to be set to for <see cref="At"/>.</summary>
    public const long Boot = 1_795_673_000_000_000;

    /// <summary>2026-11-26 06:10:04.328123 in UTC, in nanoseconds since boot.</summary>
    public const ulong At = 404_328_123_000;

    public static readonly Service Database = new(ServiceKind.Unit, "postgresql.service");

    public static IReadOnlyList<(ResetEvent Reset, Service Service, string Reason)> All { get; } =
    [
        (Of(Received.Established, "192.0.2.10", 5432, "198.51.100.7", 40112, Role.Server, SocketState.Established, (2048, 512, 87_500)),
            Database, ""),
        (Of(Received.Refused, "192.0.2.10", 51514, "203.0.113.250", 443, Role.Client, SocketState.SynSent),
            new(ServiceKind.Container, "web-1"), ""),
        (Of(Received.Closing, "2001:db8::10", 443, "2001:db8:1234:5678:9abc:def0:1234:5678", 65535, Role.Server,
            SocketState.MiniFinWait2, (0, 0, 3)), new(ServiceKind.Pod, "shop/checkout-6d5f7c9b8-x2x4z"), ""),
        (Of(SentCause.ClosedPort, "192.0.2.10", 8125, "198.51.100.200", 33333, Role.Server), Service.Host, "NO_SOCKET"),
        (Of(SentCause.HalfOpen, "192.0.2.10", 22, "198.51.100.201", 50000, Role.Unknown),
            new(ServiceKind.NetworkNamespace, "net:[4026532008]"), "NO_SOCKET"),
        (Of(SentCause.LateData, "192.0.2.10", 80, "198.51.100.7", 1, Role.Server, SocketState.FinWait2, (1, 0, 1250)),
            new(ServiceKind.Session, "session-3.scope"), "TCP_ABORT_ON_DATA"),
        (Of(Ignored.OutOfWindow, "192.0.2.10", 443, "198.51.100.66", 4444, Role.Server, SocketState.Established, (10, 10, 25)),
            new(ServiceKind.Cgroup, "/a/b"), "TCP_INVALID_SEQUENCE"),
        (Of(SentCause.ClosedPort, "192.0.2.10", 9000, "10.0.0.2", 34567, Role.Server, isExcluded: true), Service.Host, "NO_SOCKET"),
    ];

    /// <summary>One of them; an idle time is in ticks, of 4 ms in the tests.</summary>
    public static ResetEvent Of(
        Kind kind,
        string local,
        ushort localPort,
        string peer,
        ushort peerPort,
        Role role = Role.Unknown,
        SocketState state = SocketState.None,
        (ulong Received, ulong Sent, uint IdleTicks)? connection = null,
        bool isExcluded = false)
    {
        IPAddress address = IPAddress.Parse(peer);
        Family family = address.MapToIPv6().IsIPv4MappedToIPv6 ? Family.IPv4 : Family.IPv6;
        return new ResetEvent(family, connection is not null, isExcluded)
        {
            Time = At,
            KindNumber = kind.Number,
            Local = Address.Of(IPAddress.Parse(local)),
            LocalPort = localPort,
            Peer = Address.Of(address),
            PeerPort = peerPort,
            Role = role,
            State = (byte)state,
            NetworkNamespace = 4026531840,
            BytesReceived = connection?.Received ?? 0,
            BytesSent = connection?.Sent ?? 0,
            IdleTicks = connection?.IdleTicks ?? 0,
        };
    }
}
