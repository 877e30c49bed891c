using TcpResets.Resets;
using TcpResets.Terminal;

namespace TcpResets.Running;

/// <summary>Prints resets as they happen, until it is told to end, or whoever reads them is gone.</summary>
internal sealed class ResetWatch(
    ResetSource source,
    IServiceDirectory services,
    ResetFilter filter,
    IResetPrinter printer,
    ResetClock resetClock,
    LoopClock clock,
    int output) : IResetEventReader
{
    private const long BetweenPolls = 25_000, BetweenLosses = 1_000_000; // microseconds
    private const int LargestWrite = 256 * 1024;

    private readonly OutputBuffer buffer = new();
    private readonly ResetCounts counts = new();
    private readonly LostEvents lost = new();
    private ulong most = ulong.MaxValue;
    private int errno;

    /// <summary>Whether to end: asked between two polls, and when a signal has come while a slow reader is waited for.</summary>
    public Func<bool> EndsWhen { get; init; } = () => false;

    /// <summary>How many were printed.</summary>
    public ulong Shown { get; private set; }

    /// <summary>How many the filter has left out.</summary>
    public ulong LeftOut { get; private set; }

    /// <summary>How many were counted of which nothing else is known.</summary>
    public ulong Lost => lost.Total;

    /// <summary>Watches for so many microseconds, or until so many were printed.</summary>
    /// <returns>0, or the errno of the output that ended it.</returns>
    public int Run(long microseconds, ulong count)
    {
        most = count;
        long now = clock.Boottime;
        long end = microseconds > long.MaxValue - now ? long.MaxValue : now + microseconds;
        long nextLosses = now + BetweenLosses;
        printer.Head(buffer);
        bool isLast = false;
        while (!isLast)
        {
            now = clock.Boottime;
            isLast = now >= end || EndsWhen();
            resetClock.Set(clock.Realtime, now);
            services.Refresh(now);
            source.Read(counts);
            source.HandOn(this);
            lost.Compare(counts);
            isLast |= Shown >= most;
            if (isLast)
            {
                // What the source still holds back, and what came since: counts that are as old cannot be ahead of these.
                _ = clock.IsAbandoned(output, BetweenPolls);
                services.Refresh(now);
                source.HandOn(this);
                lost.Compare(counts);
            }

            if (isLast || now >= nextLosses)
            {
                TellLosses();
                nextLosses = now + BetweenLosses;
            }

            Flush();
            isLast |= errno != 0 || (!isLast && clock.IsAbandoned(output, Math.Min(BetweenPolls, end - now)));
        }

        return errno;
    }

    public void Read(in ResetEvent reset, ulong untold)
    {
        lost.Note(reset);
        if (Shown >= most || errno != 0)
        {
            return;
        }

        Service service = services.Find(reset.Cgroup, reset.NetworkNamespace);
        if (!filter.Takes(reset, service))
        {
            LeftOut++;
            return;
        }

        printer.Reset(buffer, reset, service, source.ReasonOf(reset));
        Shown++;
        if (buffer.Length >= LargestWrite)
        {
            Flush();
        }
    }

    private void TellLosses()
    {
        if (lost.Tell() is > 0 and var news)
        {
            printer.Lost(buffer, news);
        }
    }

    private void Flush()
    {
        int failure = buffer.Flush(output, EndsWhen);
        errno = errno != 0 ? errno : failure;
    }
}
