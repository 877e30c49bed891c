using System.Text;
using TcpResets.Linux;
using TcpResets.Logging;
using TcpResets.Resets;

namespace TcpResets.Terminal;

/// <summary>What is told of a cause: a line what happens, a line what speaks for it, a line what to do.</summary>
internal static class CauseLines
{
    /// <summary>Columns of a service's name: of what a unit's or a pod's name mostly has.</summary>
    private const int LongestService = 40;

    /// <summary>
    /// As in <c>the peer's port 5432 is closed: nginx.service → 10.0.0.9:5432, refused, 214/s since 14:03:10, 98 % of ...</c>
    /// </summary>
    public static string What(Cause cause) =>
        OneLine.Of($"{cause.Title}: {Who(cause.Crowd)}, {cause.Guide}, {HowMany(cause.Crowd)}, {Share(cause.Crowd)}");

    public static string Evidence(Cause cause) => OneLine.Of(cause.Evidence);

    /// <summary>What to do, as it can be typed here: this program may not be in the PATH yet.</summary>
    public static string Next(Cause cause, string command)
    {
        string next = cause.Next.TrimEnd('.').Replace("`tcp-resets ", $"`{command} ", StringComparison.Ordinal);
        return OneLine.Of($"{next}; `{command} guide {cause.Guide}`");
    }

    /// <summary>Whom it hits, as in <c>nginx.service → 10.0.0.9:5432</c>, <c>nginx.service:443 ← 10.0.0.7 and 30 more</c>.</summary>
    public static string Who(Crowd crowd)
    {
        if (crowd.IsUnnamed)
        {
            return "unknown peers";
        }

        string service = crowd.Services > 1
            ? $"{PlainText.Of(crowd.Service.Name, LongestService)} and {Crowd.Whole(crowd.Services - 1)} more"
            : PlainText.Of(crowd.Service.Name, LongestService);
        string peers = CauseText.Peers(crowd);
        bool isOnePeer = crowd.Peers == 1;
        return crowd.Port == 0 ? $"{service} {(crowd.Role == Role.Client ? "→" : "←")} {peers}"
            : crowd.IsPortHere ? $"{service}:{crowd.PortText} ← {peers}"
            : isOnePeer ? $"{service} → {CauseText.Place(crowd.Peer, crowd.Port)}"
            : $"{service} → port {crowd.PortText} of {peers}";
    }

    /// <summary>As in <c>214/s since 14:03:10</c>.</summary>
    private static string HowMany(Crowd crowd)
    {
        string number = crowd.Rate >= 1 ? Rate(crowd.Rate) : $"{Crowd.Whole(crowd.Count)} in the last hour";
        string span = $"from {Time(crowd.First)} to {Time(crowd.Last)}";
        return crowd.IsLive ? $"{number} since {Time(crowd.First)}"
            : crowd.IsBrief ? $"{Crowd.Whole(crowd.Count)} {span}" // what is over within a minute is told by its number
            : crowd.Rate >= 1 ? $"{number} in its worst minute, {span}"
            : $"{number} {span}";
    }

    /// <summary>As in <c>214/s</c>.</summary>
    public static string Rate(double rate) => (rate >= 9.95 || rate == 0 ? Crowd.Whole(rate) : CauseText.Tenths(rate)) + "/s";

    /// <summary>As in <c>98 % of those received</c>: now, or, of what is over, when it was worst. That is not one time for all.</summary>
    private static string Share(Crowd crowd)
    {
        string direction = crowd.Kind.Direction switch
        {
            Direction.Received => "received",
            Direction.Sent => "sent",
            _ => "ignored",
        };
        return $"{CauseText.Percent(crowd.Share)} of those {direction}{(crowd.IsLive ? "" : " then")}";
    }

    private static string Time(long realtime)
    {
        Span<byte> text = stackalloc byte[16];
        return Encoding.ASCII.GetString(text[..LocalTime.OfDay(realtime / 1_000_000, text)]);
    }
}
