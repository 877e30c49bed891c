namespace TcpResets.Resets;

/// <summary>What one crowd tells of another.</summary>
internal static class CrowdPairs
{
    // A refused connect met a port that was closed, or a rule that rejects; what ended otherwise was ended otherwise.
    private const string Refusal = "refusal", End = "end";

    /// <summary>
    /// A connection of this host with itself, or of one of its network namespaces with another, shows at both ends. Who has done it
    /// stays; who was refused stays.
    /// </summary>
    public static void Pair(List<Crowd> crowds)
    {
        Dictionary<string, BothEnds> ends = [];
        foreach (Crowd crowd in crowds)
        {
            foreach (Flow row in crowd.Rows)
            {
                Take(crowd, row, ends);
            }
        }

        Dictionary<Crowd, HashSet<Crowd>> twins = [];
        HashSet<Flow> known = [];
        foreach (BothEnds both in ends.Values)
        {
            both.Match(twins, known);
        }

        HashSet<Crowd> gone = [];
        foreach (Crowd received in crowds.FindAll(crowd => crowd.Kind.Direction == Direction.Received && IsHere(crowd, known)))
        {
            foreach (Crowd sent in twins.GetValueOrDefault(received) ?? [])
            {
                bool isRefused = received.Kind == Received.Refused && sent.Kind == SentCause.ClosedPort;
                (Crowd stays, Crowd goes) = isRefused ? (received, sent) : (sent, received);
                if (!gone.Contains(stays))
                {
                    stays.Twin = IsHere(stays, known) ? Larger(goes, stays.Twin) : stays.Twin;
                    if (IsHere(goes, known))
                    {
                        gone.Add(goes);
                    }
                }
            }
        }

        crowds.RemoveAll(gone.Contains);
    }

    private static Crowd Larger(Crowd one, Crowd? other) => other is null || one.Count > other.Count ? one : other;

    private static bool IsHere(Crowd crowd, HashSet<Flow> known)
    {
        double all = 0, here = 0;
        foreach (Flow row in crowd.Rows)
        {
            all += row.IsOthers ? 0 : row.Count;
            here += known.Contains(row) ? row.Count : 0;
        }

        return here > 0 && here >= BothEnds.Nearly * all;
    }

    private static void Take(Crowd crowd, Flow row, Dictionary<string, BothEnds> ends)
    {
        Kind kind = row.Key.Kind;
        bool isServer = row.Key.Role == Role.Server || (row.Key.Role == Role.Unknown && crowd.IsPortHere);
        ushort port = row.Key.ServicePort != 0 ? row.Key.ServicePort : isServer ? row.SameLocalPort : row.SamePeerPort;
        if (row.IsOthers || port == 0 || kind.Direction == Direction.Ignored)
        {
            return;
        }

        // Sent by the server, or by the client: those of the other end have the other direction.
        string sender = isServer == (kind.Direction == Direction.Sent) ? "server" : "client";
        string place = $"{sender} {Crowd.Whole(port)} {(isServer ? row.Local : row.Key.Peer).ToString()}";
        bool isOfBoth = kind == SentCause.Firewall;
        bool isRefusal = kind == Received.Refused || kind == SentCause.ClosedPort;
        foreach (string how in (ReadOnlySpan<string>)[Refusal, End])
        {
            if (isOfBoth || isRefusal == (how == Refusal))
            {
                Add(ends, $"{how} {place}", crowd, row, isServer);
            }
        }
    }

    private static void Add(Dictionary<string, BothEnds> ends, string key, Crowd crowd, Flow row, bool isServer)
    {
        if (!ends.TryGetValue(key, out BothEnds? both))
        {
            ends[key] = both = new();
        }

        if (isServer)
        {
            both.AddServer(crowd, row);
        }
        else
        {
            both.AddClient(crowd, row);
        }
    }

    /// <summary>Whoever was seen to serve a port at which nobody listens: that of the same network namespace, no other's.</summary>
    public static void FindFormer(List<Crowd> crowds, List<Flow> rows)
    {
        Dictionary<string, List<Flow>> served = [];
        foreach (Flow row in rows)
        {
            if (row.Key.Role == Role.Server && row.Key.Kind != SentCause.ClosedPort
                && row.Key.Service.Kind is not (ServiceKind.Host or ServiceKind.NetworkNamespace))
            {
                Under(served, row.Key.ServicePort).Add(row);
            }
        }

        foreach (Crowd crowd in crowds)
        {
            if (crowd.Port == 0 || (crowd.Kind != SentCause.ClosedPort && crowd.Twin is null))
            {
                continue;
            }

            foreach (Flow row in served.GetValueOrDefault(Crowd.Whole(crowd.Port)) ?? [])
            {
                if (row.Key.NetworkNamespace == crowd.ServedIn)
                {
                    crowd.Former = row.Key.Service;
                }
            }
        }
    }

    private static List<T> Under<T>(Dictionary<string, List<T>> byPort, ushort port)
    {
        string key = Crowd.Whole(port);
        if (!byPort.TryGetValue(key, out List<T>? same))
        {
            byPort[key] = same = [];
        }

        return same;
    }
}
