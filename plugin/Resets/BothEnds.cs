namespace TcpResets.Resets;

/// <summary>
/// What tells of the connections with one port of one address, the resets being sent at one end and received at the other: where there are
/// rows of both, both ends are here.
/// </summary>
internal sealed class BothEnds
{
    /// <summary>So large a part is as good as all: some of one end may be lost, or come a moment later.</summary>
    public const double Nearly = 0.9;

    private readonly List<Flow> clients = [], servers = [];
    private readonly HashSet<Crowd> ofClients = [], ofServers = [];
    private readonly HashSet<string> callers = [], called = [];
    private double sumOfClients, sumOfServers;

    /// <summary>Takes a row of the client's end.</summary>
    public void AddClient(Crowd crowd, Flow row)
    {
        clients.Add(row);
        ofClients.Add(crowd);
        callers.Add(row.Local.ToString());
        sumOfClients += row.Count;
    }

    /// <summary>Takes a row of the server's end.</summary>
    public void AddServer(Crowd crowd, Flow row)
    {
        servers.Add(row);
        ofServers.Add(crowd);
        called.Add(row.Key.Peer.ToString());
        sumOfServers += row.Count;
    }

    /// <summary>Makes twins of the crowds, and takes note of the rows whose other end is here.</summary>
    public void Match(Dictionary<Crowd, HashSet<Crowd>> twins, HashSet<Flow> known)
    {
        // Of the addresses that it called from, a client's row has the last one only: where there are many, their numbers tell.
        bool explainsAll = sumOfServers * Nearly <= sumOfClients;
        if (clients.Count == 0 || !(callers.Overlaps(called) || (explainsAll && sumOfClients * Nearly <= sumOfServers)))
        {
            return;
        }

        known.UnionWith(clients);
        foreach (Flow row in servers)
        {
            if (explainsAll || callers.Contains(row.Key.Peer.ToString()))
            {
                known.Add(row);
            }
        }

        foreach (Crowd client in ofClients)
        {
            foreach (Crowd server in ofServers)
            {
                TwinsOf(twins, client).Add(server);
                TwinsOf(twins, server).Add(client);
            }
        }
    }

    private static HashSet<Crowd> TwinsOf(Dictionary<Crowd, HashSet<Crowd>> twins, Crowd crowd)
    {
        if (!twins.TryGetValue(crowd, out HashSet<Crowd>? same))
        {
            twins[crowd] = same = [];
        }

        return same;
    }
}
