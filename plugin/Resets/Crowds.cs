namespace TcpResets.Resets;

/// <summary>Puts rows together that tell of one thing: who is served where, whom one calls, who tries many ports.</summary>
internal sealed class Crowds
{
    /// <summary>From so many ports of this host on, a peer tries one after the other.</summary>
    public const int PortsOfScan = 10;

    private const int SmallPeers = 16; // with more, those that a service calls are one
    private const double Leads = 0.5;

    private readonly List<Flow> rows = [];
    private readonly int firstLive;
    private readonly Dictionary<string, Crowd> byKey = [];
    private readonly Dictionary<string, Tally> ports = []; // of rows of unknown role: how many resets a port has
    private readonly Dictionary<string, List<Flow>> ofPeer = [];
    private readonly Dictionary<string, Tally> tried = []; // peers of which many ports, or that many ports here, have to do with resets
    private readonly Dictionary<string, Tally> calledPeers = [];
    private readonly Dictionary<string, Tally> leaders = [];
    private readonly Dictionary<string, Tally> sums = [];

    /// <summary>Takes what is remembered and what was watched; what is excluded is none's business.</summary>
    public Crowds(ReadOnlySpan<Flow> remembered, ReadOnlySpan<Flow> watched)
    {
        Take(remembered);
        firstLive = rows.Count;
        Take(watched);
    }

    /// <summary>All of one thing each, in no order.</summary>
    /// <param name="seconds">For how long was watched; 0 if rows know their rates themselves.</param>
    public List<Crowd> Make(double seconds)
    {
        Count();
        List<Crowd> crowds = [];
        Crowd[] all = new Crowd[3];
        for (int direction = 0; direction < all.Length; direction++)
        {
            all[direction] = new Crowd(default, Role.Unknown, 0, false);
        }

        for (int i = 0; i < rows.Count; i++)
        {
            Flow row = rows[i];
            Crowd crowd = CrowdOf(row, crowds);
            crowd.Add(row, i >= firstLive);
            all[(int)row.Key.Kind.Direction].Add(row, i >= firstLive);
        }

        GiveOthers(crowds);
        Gather(crowds);
        foreach (Crowd crowd in all)
        {
            crowd.Close(seconds);
        }

        foreach (Crowd crowd in crowds)
        {
            crowd.Close(seconds);
            crowd.Compare(all[(int)crowd.Kind.Direction]);
        }

        CrowdPairs.Pair(crowds);
        CrowdPairs.FindFormer(crowds, rows);
        return crowds;
    }

    private static bool CanScan(Kind kind) => kind == SentCause.ClosedPort || kind == SentCause.HalfOpen || kind == SentCause.Firewall
        || kind == Received.Handshake || kind == Ignored.Stray;

    private void Take(ReadOnlySpan<Flow> flows)
    {
        foreach (Flow flow in flows)
        {
            if (flow.Count > 0 && !flow.Key.IsExcluded && flow.Key.Kind.Number < Kind.Count
                && flow.Age < MinuteRing.Length * MinuteRing.Minute)
            {
                rows.Add(flow);
            }
        }
    }

    private void Count()
    {
        foreach (Flow row in rows)
        {
            if (row.IsOthers)
            {
                continue;
            }

            FlowKey key = row.Key;
            Tally.Raise(ports, $"{Text(key.Kind.Number)} here {Text(row.SameLocalPort)}", row.Count);
            Tally.Raise(ports, $"{Text(key.Kind.Number)} there {Text(row.SamePeerPort)}", row.Count);
            Tally.Raise(leaders, LeaderOf(row), row.Count);
            Tally.Raise(sums, SumOf(row), row.Count);
            if (CanScan(key.Kind) || key.Role == Role.Client)
            {
                string peer = PeerOf(row);
                if (!ofPeer.TryGetValue(peer, out List<Flow>? same))
                {
                    ofPeer[peer] = same = [];
                }

                same.Add(row);
            }
        }

        foreach ((string peer, List<Flow> same) in ofPeer)
        {
            if (HasManyPorts(same))
            {
                Tally.Raise(tried, peer, 1);
            }
        }

        foreach (string leader in leaders.Keys)
        {
            string place = leader[..leader.LastIndexOf(' ')];
            Tally.Raise(calledPeers, place, 1);
        }
    }

    private static string Text(uint number) => Crowd.Whole(number);

    private static string SumOf(Flow row) => row.Key.Role == Role.Client
        ? $"{Text(row.Key.Kind.Number)} client {Text(row.Key.ServicePort)}"
        : $"{Text(row.Key.Kind.Number)} {Text((uint)row.Key.Role)} {Text(row.Key.ServicePort)} "
            + $"{Text(row.Key.NetworkNamespace)} {row.Key.Service.Name}";

    private static string LeaderOf(Flow row) => $"{SumOf(row)} {row.Key.Peer.ToString()}";

    private static string PeerOf(Flow row) =>
        $"{Text(row.Key.Kind.Number)} {(row.Key.Role == Role.Client ? "to" : "from")} {row.Key.Peer.ToString()}";

    private static bool HasManyPorts(List<Flow> ofOnePeer)
    {
        Dictionary<string, Tally> ports = [];
        foreach (Flow row in ofOnePeer)
        {
            ushort port = row.Key.ServicePort != 0 ? row.Key.ServicePort : row.SameLocalPort;
            if (port != 0)
            {
                Tally.Raise(ports, Text(port), 1);
            }
        }

        return ports.Count >= PortsOfScan;
    }

    private Crowd CrowdOf(Flow row, List<Crowd> crowds)
    {
        FlowKey key = row.Key;
        string prefix = Text(key.Kind.Number);
        if (row.IsOthers)
        {
            return Get($"{prefix} others", () => new Crowd(key.Kind, Role.Unknown, 0, false) { IsUnnamed = true }, crowds);
        }

        bool hasManyPorts = tried.ContainsKey(PeerOf(row));
        if (hasManyPorts && key.Role == Role.Client)
        {
            return Get($"{PeerOf(row)} client", () => new Crowd(key.Kind, Role.Client, 0, false), crowds);
        }

        if (hasManyPorts && CanScan(key.Kind))
        {
            return Get($"{prefix} scan", () => new Crowd(key.Kind, Role.Server, 0, true) { IsScan = true }, crowds);
        }

        string sum = SumOf(row);
        bool isLed = Tally.Of(leaders, LeaderOf(row)) >= Leads * Tally.Of(sums, sum) && key.Role != Role.Unknown;
        if (key.Role == Role.Client)
        {
            bool isAlone = isLed || Tally.Of(calledPeers, sum) <= SmallPeers;
            string called = isAlone ? LeaderOf(row) : sum;
            return Get(called, () => new Crowd(key.Kind, Role.Client, key.ServicePort, false), crowds);
        }

        if (key.Role == Role.Server)
        {
            return Get(isLed ? LeaderOf(row) : sum, () => new Crowd(key.Kind, Role.Server, key.ServicePort, true), crowds);
        }

        // Nobody tells which side serves. The port that more resets have than the other is not an ephemeral one.
        double here = row.SameLocalPort == 0 ? 0 : Tally.Of(ports, $"{prefix} here {Text(row.SameLocalPort)}");
        double there = row.SamePeerPort == 0 ? 0 : Tally.Of(ports, $"{prefix} there {Text(row.SamePeerPort)}");
        bool isHere = here >= there;
        ushort port = isHere ? row.SameLocalPort : row.SamePeerPort;
        return Get($"{sum} {(isHere ? "here" : "there")} {Text(port)}", () => new Crowd(key.Kind, Role.Unknown, port, isHere), crowds);
    }

    private Crowd Get(string key, Func<Crowd> make, List<Crowd> crowds)
    {
        if (!byKey.TryGetValue(key, out Crowd? crowd))
        {
            byKey[key] = crowd = make();
            crowds.Add(crowd);
        }

        return crowd;
    }

    /// <summary>
    /// What has no row of its own is most likely of what has the most: those were pushed out, or cut by the kernel's budget.
    /// </summary>
    private static void GiveOthers(List<Crowd> crowds)
    {
        foreach (Crowd others in crowds.FindAll(crowd => crowd.IsUnnamed))
        {
            Crowd? most = null;
            double best = 0;
            foreach (Crowd crowd in crowds)
            {
                double count = 0;
                foreach (Flow row in crowd.Rows)
                {
                    count += row.Count;
                }

                if (!crowd.IsUnnamed && crowd.Kind == others.Kind && count > best)
                {
                    best = count;
                    most = crowd;
                }
            }

            if (most is not null)
            {
                most.Fold(others);
                crowds.Remove(others);
            }
        }
    }

    /// <summary>Ports that were tried here and there, by many: each alone tells nothing.</summary>
    private static void Gather(List<Crowd> crowds)
    {
        foreach (Kind kind in (ReadOnlySpan<Kind>)[SentCause.ClosedPort, SentCause.HalfOpen, Ignored.Stray])
        {
            double all = 0;
            List<Crowd> same = crowds.FindAll(crowd => crowd.Kind == kind && crowd.Role != Role.Client);
            foreach (Crowd crowd in same)
            {
                all += Sum(crowd);
            }

            List<Crowd> small = same.FindAll(crowd => !crowd.IsScan && Sum(crowd) * PortsOfScan <= all);
            if (small.Count < PortsOfScan)
            {
                continue;
            }

            Crowd? scan = same.Find(crowd => crowd.IsScan);
            if (scan is null)
            {
                scan = new Crowd(kind, Role.Server, 0, true) { IsScan = true };
                crowds.Add(scan);
            }

            small.ForEach(scan.Fold);
            HashSet<Crowd> gone = [.. small];
            crowds.RemoveAll(gone.Contains);
        }
    }

    private static double Sum(Crowd crowd)
    {
        double sum = 0;
        foreach (Flow row in crowd.Rows)
        {
            sum += row.Count;
        }

        return sum;
    }
}
