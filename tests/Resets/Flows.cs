using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using TcpResets.Resets;

namespace TcpResets.Tests.Resets;

/// <summary>A table of flows with a kernel before it, which counts exactly and hands on what a test lets it.</summary>
internal sealed class Flows
{
    /// <summary>When each test begins, by the wall clock.</summary>
    public const long Start = 1_790_000_000_000_000;

    public const uint Hertz = 250;

    private readonly ResetCounts counts = new();
    private readonly Dictionary<int, ulong> totals = [];

    public Flows(int capacity = 4096, long now = 3_600_000_000, IServiceDirectory? services = null, IGainReader? gains = null)
    {
        Now = now;
        Offset = Start - now;
        Table = new FlowTable(capacity, services ?? new SomeServices(), Hertz) { Gains = gains };
        foreach (Family family in Enum.GetValues<Family>())
        {
            foreach (Kind kind in AllKinds)
            {
                counts.Set(family, kind, 1000);
                totals[kind.Slot(family)] = 0;
            }
        }

        Settle(seconds: 0);
    }

    public static IReadOnlyList<Kind> AllKinds { get; } = [.. Kind.OfReceived, .. Kind.OfIgnored, .. Kind.OfSent, Kind.Excluded];

    public FlowTable Table { get; }

    /// <summary>Microseconds since boot.</summary>
    public long Now { get; private set; }

    /// <summary>By how much the wall clock is ahead of that.</summary>
    public long Offset { get; set; }

    /// <summary>An event, of an address of the test networks or any other.</summary>
    public ResetEvent Event(
        Kind kind,
        string peer = "192.0.2.1",
        Role role = Role.Server,
        ushort localPort = 443,
        ushort peerPort = 50000,
        ulong cgroup = 1,
        bool isExcluded = false,
        (ulong Received, ulong Sent, uint IdleTicks)? connection = null,
        bool isUnacknowledged = false)
    {
        IPAddress address = IPAddress.Parse(peer);
        bool isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        return new(
            isIPv6 ? Family.IPv6 : Family.IPv4,
            tellsConnection: connection is not null,
            isExcluded,
            isUnacknowledged)
        {
            Time = (ulong)Now * 1000,
            KindNumber = kind.Number,
            Peer = Address.Of(address),
            Local = Address.Of(IPAddress.Parse(isIPv6 ? "2001:db8::ff" : "198.51.100.1")),
            LocalPort = localPort,
            PeerPort = peerPort,
            Role = role,
            Cgroup = cgroup,
            NetworkNamespace = 4026531840,
            BytesReceived = connection?.Received ?? 0,
            BytesSent = connection?.Sent ?? 0,
            IdleTicks = connection?.IdleTicks ?? 0,
        };
    }

    /// <summary>A reset that is counted, and whose event comes.</summary>
    public void Happens(in ResetEvent reset, int times = 1, ulong untold = 0)
    {
        Counts(reset, times);
        for (int i = 0; i < times; i++)
        {
            Table.Read(reset, untold);
        }
    }

    /// <summary>Resets that are counted, and whose events do not come.</summary>
    public void Counts(in ResetEvent reset, int times = 1) => totals[SlotOf(reset)] += (ulong)times;

    /// <summary>A second passes, or so many.</summary>
    public void Settle(double seconds = 1)
    {
        Now += (long)(seconds * 1_000_000);
        foreach (Family family in Enum.GetValues<Family>())
        {
            foreach (Kind kind in AllKinds)
            {
                counts.Set(family, kind, 1000 + totals[kind.Slot(family)]);
            }
        }

        Table.Settle(counts, Now, Now + Offset);
    }

    /// <summary>What the rows of each kind and family add up to, without what an earlier run has counted.</summary>
    public Dictionary<int, ulong> Sums
    {
        get
        {
            Dictionary<int, ulong> sums = totals.Keys.ToDictionary(slot => slot, _ => 0UL);
            foreach (Flow flow in Table.Rows)
            {
                sums[flow.Key.Slot] += flow.Count - flow.Earlier;
            }

            return sums;
        }
    }

    /// <summary>The exact totals of each kind and family.</summary>
    public IReadOnlyDictionary<int, ulong> Totals => totals;

    /// <summary>The rows as text, sorted: peer or others, and count.</summary>
    public string[] Rows => [.. Table.Rows.ToArray().Where(flow => flow.Count > 0)
        .Select(flow => $"{(flow.IsOthers ? "others" : flow.Key.Peer)} {flow.Key.Kind} {flow.Count}").Order()];

    /// <summary>The only row of a peer.</summary>
    public Flow Of(string peer) =>
        Table.Rows.ToArray().Single(flow => !flow.IsOthers && flow.Key.Peer == Address.Of(IPAddress.Parse(peer)));

    /// <summary>An IPv4 address, as cheap as a flood wants it.</summary>
    public static Address AddressOf(uint address)
    {
        Span<byte> bytes = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(bytes[12..], address);
        return MemoryMarshal.Read<Address>(bytes);
    }

    private static int SlotOf(in ResetEvent reset) => (reset.IsExcluded ? Kind.Excluded : reset.Kind).Slot(reset.Family);
}
