namespace TcpResets.Resets;

/// <summary>
/// What this machine tells beside its resets. What could not be asked, or needs a privilege that is not there, is null or empty.
/// </summary>
internal sealed class HostFacts
{
    public static readonly HostFacts None = new();

    public IReadOnlyList<NamespaceFacts> Namespaces { get; set; } = [];

    /// <summary>The one that this program is run in; 0 if it does not matter.</summary>
    public uint OwnNamespace { get; set; }

    /// <summary>Units that were asked for, and those that are failed or being restarted.</summary>
    public IReadOnlyList<UnitFacts> Units { get; set; } = [];

    /// <summary>Times since boot that a process was killed for want of memory.</summary>
    public ulong? OutOfMemoryKills { get; init; }

    /// <summary>When this machine started, in microseconds since 1970.</summary>
    public long? BootTime { get; set; }

    /// <summary>Pages of memory that TCP has, and the last two limits of tcp_mem.</summary>
    public ulong? TcpMemory { get; init; }

    public ulong? TcpMemoryPressure { get; init; }

    public ulong? MostTcpMemory { get; init; }

    /// <summary>Sockets that no process has any more, and how many there may be.</summary>
    public ulong? Orphans { get; init; }

    public ulong? MostOrphans { get; init; }

    /// <summary>Rules of nft that reject, each with its table and chain.</summary>
    public IReadOnlyList<string> RejectRules { get; set; } = [];

    /// <summary>Packets that the connection tracking could not place, where <see cref="Translated"/> is asked.</summary>
    public ulong? InvalidPackets { get; set; }

    /// <summary>Peers whose connections this host translates to another address or port.</summary>
    public IReadOnlyList<string> Translated { get; set; } = [];

    public NamespaceFacts? In(uint networkNamespace)
    {
        foreach (NamespaceFacts facts in Namespaces)
        {
            if (facts.NetworkNamespace == networkNamespace)
            {
                return facts;
            }
        }

        return null;
    }

    /// <summary>See <see cref="NamespaceFacts.Entry"/>.</summary>
    public string? EntryOf(uint networkNamespace) =>
        OwnNamespace == 0 || networkNamespace == 0 || networkNamespace == OwnNamespace ? "" : In(networkNamespace)?.Entry;

    /// <summary>The unit of a service, if it was asked for.</summary>
    public UnitFacts? Of(Service? service)
    {
        foreach (UnitFacts unit in Units)
        {
            if (service is { Kind: ServiceKind.Unit } && unit.Name == service.Name)
            {
                return unit;
            }
        }

        return null;
    }
}
