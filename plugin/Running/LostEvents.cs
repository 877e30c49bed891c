using TcpResets.Resets;

namespace TcpResets.Running;

/// <summary>
/// How many resets have been counted whose events did not come: the kernel's budget, a full ring buffer, a slow reader. The kernel hands an
/// event on before it counts it, but the source holds some back for a moment, to see whether they stand: what is missing is lost if it is
/// missing the next time, too.
/// </summary>
internal sealed class LostEvents
{
    private readonly ulong[] events = new ulong[2 * Kind.Room];
    private ulong missing;
    private ulong told;

    /// <summary>All that were lost so far.</summary>
    public ulong Total { get; private set; }

    /// <summary>Takes one that was handed on.</summary>
    public void Note(in ResetEvent reset) => events[reset.CountedAs.Slot(reset.Family)]++;

    /// <summary>Compares what was counted with what came, all of which was noted before.</summary>
    public void Compare(ResetCounts counts)
    {
        ulong lost = Of(counts, Family.IPv4, Kind.Excluded) + Of(counts, Family.IPv6, Kind.Excluded);
        for (byte number = 0; number < Kind.Count; number++)
        {
            lost += Of(counts, Family.IPv4, new Kind(number)) + Of(counts, Family.IPv6, new Kind(number));
        }

        Total = Math.Max(Total, Math.Min(lost, missing));
        missing = lost;
    }

    /// <summary>How many there are that this has not told yet.</summary>
    public ulong Tell()
    {
        ulong news = Total - told;
        told = Total;
        return news;
    }

    private ulong Of(ResetCounts counts, Family family, Kind kind)
    {
        ulong came = events[kind.Slot(family)];
        return counts.TryGet(family, kind, out ulong counted) && counted > came ? counted - came : 0;
    }
}
