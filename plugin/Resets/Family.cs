namespace TcpResets.Resets;

/// <summary>The IP version of the packet that carried the reset: an IPv4-mapped IPv6 socket speaks <see cref="IPv4"/>.</summary>
internal enum Family
{
    /// <summary>An IPv4 packet, taken in by <c>tcp_v4_rcv()</c>.</summary>
    IPv4,

    /// <summary>An IPv6 packet, taken in by <c>tcp_v6_rcv()</c>.</summary>
    IPv6,
}
