namespace TcpResets.Resets;

/// <summary>
/// Rows that tell of one thing: what <see cref="Diagnosis"/> weighs. Its numbers stand once <see cref="Close"/> was called.
/// </summary>
internal sealed class Crowd(Kind kind, Role role, ushort port, bool isPortHere)
{
    private const double Tenth = 10; // minutes after which what has happened weighs half
    private readonly List<Flow> rows = [];
    private readonly double[] minutes = new double[MinuteRing.Length];
    private readonly List<Flow> live = [];

    public Kind Kind => kind;

    public Role Role => role;

    /// <summary>The service port; where the role is unknown, the port that repeats; 0 if there is none, or if there are many.</summary>
    public ushort Port => port;

    /// <summary>Whether that port is one of this host.</summary>
    public bool IsPortHere => isPortHere;

    /// <summary>Whether it tells of ports that were tried, one after the other.</summary>
    public bool IsScan { get; init; }

    /// <summary>Whether nobody knows whom it hit: what the kernel did not hand on, and what was pushed out of the table.</summary>
    public bool IsUnnamed { get; init; }

    public IReadOnlyList<Flow> Rows => rows;

    /// <summary>That of most of its resets; <see cref="Services"/> says how many there are.</summary>
    public Service Service { get; private set; } = Service.Host;

    public int Services { get; private set; }

    public uint NetworkNamespace { get; private set; }

    /// <summary>The network namespace of the service port: the other end's, if that is known.</summary>
    public uint ServedIn => (isPortHere ? this : Twin ?? this).NetworkNamespace;

    /// <summary>That of most of its resets.</summary>
    public Address Peer { get; private set; }

    /// <summary>Which part of the resets of named peers that one has, 0 to 1.</summary>
    public double ShareOfPeer { get; private set; }

    public int Peers { get; private set; }

    public string PeerText => Peer.ToString();

    public string PortText => Whole(Port);

    /// <summary>The address here of the last one.</summary>
    public Address Local { get; private set; }

    /// <summary>How many ports here were hit.</summary>
    public int Ports { get; private set; }

    /// <summary>All of the last hour.</summary>
    public double Count { get; private set; }

    /// <summary>Per second: now; if it is over, while it went on, or in its worst minute if it was longer.</summary>
    public double Rate { get; private set; }

    /// <summary>Whether it goes on.</summary>
    public bool IsLive { get; private set; }

    /// <summary>Whether it went on for less than a minute.</summary>
    public bool IsBrief => Last - First < MinuteRing.Minute;

    /// <summary>How many minutes ago the worst one was.</summary>
    public int Worst { get; private set; }

    /// <summary>Its part of all resets of its direction, now or in its worst minute, 0 to 1.</summary>
    public double Share { get; private set; }

    /// <summary>Resets a minute half an hour to an hour ago: what is normal, as the alerts have it.</summary>
    public double Normal { get; private set; }

    /// <summary>Resets beyond what is normal, those long ago counted less.</summary>
    public double Excess { get; private set; }

    /// <summary>In microseconds since 1970: of what is beyond normal, the first.</summary>
    public long First { get; private set; }

    public long Last { get; private set; }

    public ulong NoData { get; private set; }

    public ulong Request { get; private set; }

    public ulong Exchange { get; private set; }

    /// <summary>How many of all these came while something that this host had sent was not acknowledged yet.</summary>
    public ulong Unacknowledged { get; private set; }

    /// <summary>How many of all these met a connection in CLOSE-WAIT: the peer had closed it.</summary>
    public ulong CloseWait { get; private set; }

    /// <summary>Sorted, in milliseconds.</summary>
    public int[] Idles { get; private set; } = [];

    /// <summary>That which its connections came to; null if there is none.</summary>
    public IdleLimit? IdleLimit { get; private set; }

    /// <summary>The other end of the same connections, if that is this host, too.</summary>
    public Crowd? Twin { get; set; }

    /// <summary>The name of the service that had this port before, where nobody listens now.</summary>
    public Service? Former { get; set; }

    /// <summary>How many there were in a minute: 0 minutes ago is the current one.</summary>
    public double MinuteAt(int ago) => minutes[ago];

    /// <summary>Part of those of known stage, 0 to 1.</summary>
    public double PartOf(ulong stage) => Staged == 0 ? 0 : (double)stage / Staged;

    public ulong Staged => NoData + Request + Exchange;

    /// <summary>Takes a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="isLive">Whether it was watched just now, and not remembered.</param>
    public void Add(Flow row, bool isLive)
    {
        rows.Add(row);
        if (isLive)
        {
            live.Add(row);
        }
    }

    /// <summary>Takes over all of another one.</summary>
    public void Fold(Crowd other)
    {
        rows.AddRange(other.rows);
        live.AddRange(other.live);
    }

    /// <summary>Adds up what the rows tell.</summary>
    /// <param name="seconds">For how long it was watched; 0 if rows know their rates themselves.</param>
    public void Close(double seconds)
    {
        First = long.MaxValue;
        double newest = 0;
        int idles = 0;
        foreach (Flow row in rows)
        {
            Count += row.Count;
            newest += seconds > 0 ? 0 : row.RecentRate;
            NoData += row.NoData;
            Request += row.Request;
            Exchange += row.Exchange;
            Unacknowledged += row.Unacknowledged;
            CloseWait += row.CloseWait;
            idles += row.Idles.Length;
            for (int ago = 0; ago < minutes.Length; ago++)
            {
                minutes[ago] += row.MinuteAt(ago);
            }

            First = Math.Min(First, row.First);
            if (row.Last >= Last)
            {
                Last = row.Last;
                Local = row.Local;
            }
        }

        foreach (Flow row in live)
        {
            newest += seconds > 0 ? row.Count / seconds : 0;
        }

        FindIdles(idles);
        Rate = newest;
        IsLive = newest > 0;
        FindPeers();
        FindServices();
        Weigh();
    }

    /// <summary>Compares it with all resets of its direction.</summary>
    public void Compare(Crowd all)
    {
        double whole = IsLive ? all.Rate : all.minutes[Worst];
        Share = whole > 0 ? Math.Min((IsLive ? Rate : minutes[Worst]) / whole, 1) : 0;
        if (!IsLive)
        {
            Rate = IsBrief ? Count / Math.Max((Last - First) / 1e6, 1) : minutes[Worst] / 60;
        }
    }

    private void Weigh()
    {
        const int Half = MinuteRing.Length / 2;
        double before = 0;
        for (int ago = Half; ago < MinuteRing.Length; ago++)
        {
            before += minutes[ago];
        }

        // Chance alone makes twice the standard deviation of a Poisson process now and then, thrice hardly ever.
        Normal = before / Half;
        double usual = Math.Max(2 * Normal, Normal + (3 * Math.Sqrt(Normal)));
        double worst = 0;
        int oldest = 0;
        for (int ago = 0; ago < MinuteRing.Length; ago++)
        {
            double excess = Math.Max(minutes[ago] - usual, 0) / (1 + (ago / Tenth));
            Excess += excess;
            Worst = excess > worst ? ago : Worst;
            worst = Math.Max(excess, worst);
            oldest = excess > 0 ? ago : oldest;
        }

        // Since when: not of what is normal.
        long beginning = Last - ((oldest + 1) * MinuteRing.Minute);
        First = Normal > 0 && Excess > 0 ? Math.Max(First, beginning) : First;
    }

    private void FindIdles(int number)
    {
        Idles = new int[number];
        foreach (Flow row in rows)
        {
            foreach (uint idle in row.Idles)
            {
                Idles[--number] = (int)Math.Min(idle, int.MaxValue);
            }
        }

        Array.Sort(Idles);
        IdleLimit = IdleLimit.In(Idles) is { } limit && limit.IsOfMoments(rows) ? limit : null;
    }

    private void FindPeers()
    {
        List<Flow> named = rows.FindAll(row => !row.IsOthers);
        named.Sort((one, other) => Order(one.Key.Peer, other.Key.Peer));
        double all = 0, best = 0, current = 0;
        for (int i = 0; i < named.Count; i++)
        {
            bool isNew = i == 0 || named[i].Key.Peer != named[i - 1].Key.Peer;
            Peers += isNew ? 1 : 0;
            current = (isNew ? 0 : current) + named[i].Count;
            all += named[i].Count;
            if (current > best)
            {
                best = current;
                Peer = named[i].Key.Peer;
            }
        }

        ShareOfPeer = all > 0 ? best / all : 0;
        named.Sort((one, other) => PortOf(one).CompareTo(PortOf(other)));
        for (int i = 0; i < named.Count; i++)
        {
            Ports += i == 0 || PortOf(named[i]) != PortOf(named[i - 1]) ? 1 : 0;
        }
    }

    private void FindServices()
    {
        Dictionary<string, Tally> counts = [];
        double best = -1;
        foreach (Flow row in rows)
        {
            string name = row.Key.Service.Name;
            double count = Tally.Raise(counts, name, row.Count);
            if (count > best)
            {
                best = count;
                Service = row.Key.Service;
                NetworkNamespace = row.Key.NetworkNamespace;
            }
        }

        Services = counts.Count;
    }

    /// <summary>A number as people read it.</summary>
    public static string Whole(double number) => ((long)Math.Round(number)).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static ushort PortOf(Flow row) => row.Key.ServicePort != 0 ? row.Key.ServicePort : row.SameLocalPort;

    private static int Order(Address one, Address other) =>
        one.First != other.First ? one.First.CompareTo(other.First) : one.Last.CompareTo(other.Last);
}
