using System.Diagnostics;
using System.Globalization;
using System.Net;
using TcpResets.Resets;

namespace TcpResets.Tests.Scenarios.Network;

/// <summary>
/// The monitored host and a peer, each a network namespace, joined by a cable. The peer's end has two more addresses that the peer's kernel
/// does not have: a <see cref="Puppet"/> speaks for them, so that every segment of its is of the test's making.
/// </summary>
internal sealed class Wire : IDisposable
{
    public const string Device = "wire0";
    private const string PeerHardware = "02:00:00:00:00:02";
    private static readonly byte[] HostHardwareAddress = [2, 0, 0, 0, 0, 1];

    private readonly PacketSocket puppets;
    private readonly int peerDevice;
    private readonly List<Segment> unread = [];
    private ushort lastPuppetPort = 10_000;

    public Wire()
    {
        Host = NetworkNamespace.Create();
        Peer = NetworkNamespace.Create();
        Host.Run("ip", "-batch -", $"""
            link set lo up
            link add {Device} address 02:00:00:00:00:01 type veth peer name {Device} address {PeerHardware} netns {Peer.Path}
            link set {Device} addrgenmode none
            link set {Device} up
            addr add {Address(Family.IPv4, 1)}/24 dev {Device}
            addr add {Address(Family.IPv6, 1)}/64 dev {Device} nodad
            neigh add {Address(Family.IPv4, 3)} lladdr {PeerHardware} dev {Device} nud permanent
            neigh add {Address(Family.IPv6, 3)} lladdr {PeerHardware} dev {Device} nud permanent

            """);
        Peer.Run("ip", "-batch -", $"""
            link set lo up
            link set {Device} addrgenmode none
            link set {Device} up
            addr add {Address(Family.IPv4, 2)}/24 dev {Device}
            addr add {Address(Family.IPv6, 2)}/64 dev {Device} nodad

            """);
        peerDevice = (int)Peer.Visit(() => Native.if_nametoindex(Device));
        puppets = new PacketSocket(Peer, Device);
    }

    /// <summary>The host that is watched.</summary>
    public NetworkNamespace Host { get; }

    public NetworkNamespace Peer { get; }

    public static IPAddress HostAddress(Family family) => Address(family, 1);

    public static IPAddress PeerAddress(Family family) => Address(family, 2);

    /// <summary>An end of a connection that no kernel knows, each time another.</summary>
    public IPEndPoint NewPuppetEnd(Family family) => new(Address(family, 3), ++lastPuppetPort);

    /// <summary>Puts a segment on the peer's end of the cable.</summary>
    public void Send(Segment segment) => puppets.Send(segment.ToPacket(), peerDevice, HostHardwareAddress);

    /// <summary>Waits for a segment from the host for a puppet.</summary>
    /// <param name="meanwhile">What to do again whenever nothing has come for a while.</param>
    public Segment Await(IPEndPoint puppet, Func<Segment, bool> isIt, string what, Action? meanwhile = null)
    {
        for (Stopwatch patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(8);)
        {
            int at = unread.FindIndex(segment => segment.Destination.Equals(puppet) && isIt(segment));
            if (at >= 0)
            {
                Segment found = unread[at];
                unread.RemoveAt(at);
                return found;
            }

            ReadOnlySpan<byte> packet = puppets.Receive(100, out bool isOutgoing);
            if (!isOutgoing && Segment.Read(packet) is { } segment)
            {
                unread.Add(segment);
            }
            else if (packet.IsEmpty)
            {
                meanwhile?.Invoke();
            }
        }

        string seen = string.Join("; ", unread.Where(s => s.Destination.Equals(puppet)).Select(s => s.Flags.ToString()));
        throw new TimeoutException($"no {what} for {puppet} came; there came: {seen}");
    }

    /// <summary>Forgets what came for puppets that are gone.</summary>
    public void Forget()
    {
        while (!puppets.Receive(0, out _).IsEmpty)
        {
        }

        unread.Clear();
    }

    public void Dispose()
    {
        puppets.Dispose();
        Host.Dispose();
        Peer.Dispose();
    }

    private static IPAddress Address(Family family, int host) =>
        IPAddress.Parse(string.Create(CultureInfo.InvariantCulture, $"{(family == Family.IPv4 ? "10.77.0." : "fd77::")}{host}"));
}
