using System.Net;
using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>Asks this machine what <see cref="Diagnosis"/> wants to know beside the resets, for the heaviest of them only.</summary>
/// <param name="isRoot">Whether it may enter namespaces, look into processes and run the system's programs.</param>
internal sealed class HostFactsReader(bool isRoot)
{
    private const int MostCrowds = 8, MostNamespaces = 4, MostProcesses = 3;
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);

    private readonly uint home = (uint)FileStatus.OfTarget("/proc/thread-self/ns/net").Inode;
    private readonly SocketOwners owners = new(Patience);
    private int asked;

    /// <summary>What it tells.</summary>
    public HostFacts Read(List<Crowd> crowds) => Read(crowds, HostNumbers.Read());

    /// <summary>Adds to the numbers of the machine what it tells.</summary>
    public HostFacts Read(List<Crowd> crowds, HostFacts facts)
    {
        List<Crowd> heavy = [.. crowds];
        heavy.Sort((one, other) => other.Excess.CompareTo(one.Excess));
        heavy.RemoveRange(Math.Min(heavy.Count, MostCrowds), Math.Max(heavy.Count - MostCrowds, 0));
        facts.OwnNamespace = home;
        facts.Namespaces = Namespaces(heavy);
        if (!isRoot)
        {
            return facts;
        }

        facts.Units = heavy.Exists(IsOfService) ? SystemdUnits.Read(heavy) : [];
        facts.RejectRules = heavy.Find(crowd => crowd.Kind == SentCause.Firewall) is { } rejected
            ? Inside(rejected.NetworkNamespace, NftRules.Read) ?? [] : [];
        facts.Translated = heavy.Find(crowd => crowd.Kind == SentCause.HalfOpen) is { } halfOpen
            ? Inside(halfOpen.NetworkNamespace, () => Translated(facts)) ?? [] : [];
        return facts;
    }

    private static List<string> Translated(HostFacts facts)
    {
        facts.InvalidPackets = HostNumbers.InvalidPackets();
        return Translations.Read();
    }

    private static bool IsOfService(Crowd crowd) => crowd.Kind == SentCause.ClosedPort || crowd.Kind == SentCause.HalfOpen
        || (crowd.Kind == Received.Refused && (crowd.Twin is not null || crowd.Peer == crowd.Local));

    private List<NamespaceFacts> Namespaces(List<Crowd> crowds)
    {
        List<NamespaceFacts> known = [];
        foreach (Crowd crowd in crowds)
        {
            foreach (uint place in (ReadOnlySpan<uint>)[crowd.ServedIn, crowd.NetworkNamespace])
            {
                if (known.Count < MostNamespaces && !known.Exists(facts => facts.NetworkNamespace == place)
                    && Inside(place, () => ReadHere(place, crowds)) is { } read)
                {
                    known.Add(read);
                }
            }
        }

        return known;
    }

    /// <summary>Does something in a namespace; null if it cannot be found, or entered.</summary>
    private T? Inside<T>(uint networkNamespace, Func<T> work)
        where T : class
    {
        if (networkNamespace == home)
        {
            return work();
        }

        string? path = isRoot ? NetworkNamespacePath.Find(networkNamespace, Patience) : null;
        using NetworkNamespaceVisit? visit = path is null ? null : NetworkNamespaceVisit.Enter(path);
        return visit is null ? null : work();
    }

    private NamespaceFacts ReadHere(uint networkNamespace, List<Crowd> crowds)
    {
        List<InetSocket>? sockets = SockDiag.Read();
        List<ListenerFacts> listeners = [];
        List<string> connected = [];
        foreach (InetSocket socket in sockets ?? [])
        {
            if (socket.IsListening)
            {
                OwnerOfSocket? owner = Owner(networkNamespace, socket.LocalPort, crowds);
                listeners.Add(new(socket.LocalPort, socket.Queue, socket.Backlog, owner?.ToString() ?? "", owner?.Process ?? 0));
            }
            else if (IsPeerOf(socket, crowds, out string peer))
            {
                connected.Add(peer);
            }
        }

        return new NamespaceFacts(networkNamespace)
        {
            Entry = networkNamespace == home ? "" : isRoot ? NetworkNamespacePath.Entry(networkNamespace, Patience) : null,
            Listeners = sockets is null ? null : listeners,
            Connected = connected,
            MostBacklog = HostNumbers.Setting("net/core/somaxconn"),
            AbortsOnOverflow = HostNumbers.Setting("net/ipv4/tcp_abort_on_overflow"),
            SynCookies = HostNumbers.Setting("net/ipv4/tcp_syncookies"),
            MostHalfOpen = HostNumbers.Setting("net/ipv4/tcp_max_syn_backlog"),
        };
    }

    private OwnerOfSocket? Owner(uint networkNamespace, ushort port, List<Crowd> crowds)
    {
        if (!isRoot || asked == MostProcesses || !crowds.Exists(crowd =>
            (crowd.IsPortHere || crowd.Twin is not null) && crowd.Port == port && crowd.ServedIn == networkNamespace))
        {
            return null;
        }

        asked++;
        return owners.Find(new SocketQuestion(networkNamespace, port));
    }

    private static bool IsPeerOf(InetSocket socket, List<Crowd> crowds, out string peer)
    {
        Address address = Address.Of(new IPAddress(socket.Peer));
        bool isPeer = crowds.Exists(crowd => crowd.Peer == address);
        peer = isPeer ? address.ToString() : "";
        return isPeer;
    }
}
