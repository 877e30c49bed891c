namespace TcpResets.Resets;

/// <summary>
/// A value at which idle times pile up: something between, or one of the ends, gives up idle connections then. Each connection comes to a
/// limit in a moment of its own. Where all that had fallen silent together end together, a process may have died, once: such idle times
/// are alike, too, and tell nothing. So what counts is how many moments they are of.
/// </summary>
internal sealed class IdleLimit(uint milliseconds, double part)
{
    /// <summary>Microseconds in which one death may end very many connections.</summary>
    public const long Moment = 250_000;

    /// <summary>In milliseconds: below, it is an application's haste.</summary>
    public const uint Shortest = 900;

    // A limit is seen late: by a timer's grain, by the time on the way.
    private const double Tolerance = 0.03;
    private const uint LeastTolerance = 300;
    private const int LeastMoments = 5;
    private const double Most = 0.6;

    // By their documentation.
    private static readonly string[] Known =
    [
        "5 s is the limit of Node.js and Apache: keep-alive", // nodejs.org http, server.keepAliveTimeout; httpd core, KeepAliveTimeout
        // ELB user guide, idle_timeout.timeout_seconds; ngx_http_upstream_module, keepalive_timeout
        "60 s is the limit of AWS ALB, and of nginx towards its upstreams",
        "75 s is the limit of nginx: keepalive_timeout", // ngx_http_core_module, keepalive_timeout
        "240 s is the limit of Azure Load Balancer and NAT", // learn.microsoft.com: TCP idle timeout, 4 minutes
        "350 s is the limit of AWS NLB, NAT gateway, VPC endpoints", // NLB user guide: TCP idle timeout; NAT gateway
        "600 s is the limit of Google Cloud: firewall and load balancer", // cloud.google.com VPC: connection tracking, idle 10 minutes
        "900 s is the limit of IPVS, as in kube-proxy and LVS", // ipvsadm(8) --set: 15 minutes
        "3600 s is the limit of Envoy and Istio: idle_timeout", // Envoy: TcpProxy and HTTP idle_timeout, 1 hour
        "7200 s is the limit of Linux: tcp_keepalive_time", // tcp(7)
    ];

    /// <summary>The value.</summary>
    public uint Milliseconds => milliseconds;

    /// <summary>Which part of the idle times is there, 0 to 1.</summary>
    public double Part => part;

    /// <summary>The value at which sorted idle times, in milliseconds, pile up, be it for once; null if they do not.</summary>
    public static IdleLimit? In(int[] idles)
    {
        int best = 0, from = 0, bestFrom = 0;
        for (int to = 0; to < idles.Length; to++)
        {
            while (idles[to] - idles[from] > Slack((uint)idles[to]))
            {
                from++;
            }

            if (to - from + 1 > best)
            {
                best = to - from + 1;
                bestFrom = from;
            }
        }

        double part = idles.Length == 0 ? 0 : (double)best / idles.Length;
        return part >= Most && idles[bestFrom] >= Shortest ? new((uint)idles[bestFrom + (best / 2)], part) : null;
    }

    /// <summary>Whether two idle times, in milliseconds, may be of one limit.</summary>
    public static bool AreAlike(uint one, uint other) => Math.Max(one, other) - Math.Min(one, other) <= Slack(Math.Max(one, other));

    /// <summary>
    /// Whether connections came to it in moments of their own. A row has an idle time for each; of others it is known when they were seen
    /// first and last, which is of the limit if most of their idle times are.
    /// </summary>
    public bool IsOfMoments(IReadOnlyList<Flow> rows)
    {
        HashSet<string> moments = [];
        int most = 0;
        foreach (Flow row in rows)
        {
            int here = 0;
            foreach (uint idle in row.Idles)
            {
                here += AreAlike(idle, milliseconds) ? 1 : 0;
            }

            if (row.IsOthers || here * 2 <= row.Idles.Length)
            {
                continue; // others: of many peers, who may all have been hit in one moment
            }

            most = Math.Max(most, here);
            moments.Add(Crowd.Whole(row.Last / Moment));
            if (here == row.Idles.Length)
            {
                moments.Add(Crowd.Whole(row.First / Moment));
            }
        }

        return Math.Max(most, moments.Count) >= LeastMoments;
    }

    /// <summary>As in <c>350 s</c>, <c>2.0 s</c>.</summary>
    public string Value => CauseText.Milliseconds(Milliseconds);

    /// <summary>Whose limit is known to have this value; null if nobody's is.</summary>
    public string? Whose
    {
        get
        {
            foreach (string known in Known)
            {
                uint limit = uint.Parse(known.AsSpan(0, known.IndexOf(' ')), System.Globalization.CultureInfo.InvariantCulture) * 1000;
                if (AreAlike(limit, milliseconds))
                {
                    return known;
                }
            }

            return null;
        }
    }

    private static uint Slack(uint milliseconds) => Math.Max((uint)(milliseconds * Tolerance), LeastTolerance);
}
