using TcpResets.Resets;

namespace TcpResets.Running;

/// <summary>Watches for some seconds, as the plugin does, into a table of its own.</summary>
internal sealed class DiagnosisWatch(ResetSource source, FlowTable table, LoopClock clock)
{
    private const long BetweenReads = 25_000, BetweenTicks = 250_000; // microseconds

    private readonly ResetCounts counts = new();

    /// <summary>Whether to end before the time.</summary>
    public Func<bool> EndsWhen { get; init; } = () => false;

    /// <summary>Told of each second that has passed.</summary>
    public Action<long> Progress { get; init; } = _ => { };

    /// <summary>For how long it has watched, in seconds.</summary>
    public double Seconds { get; private set; }

    /// <summary>Watches for so many seconds.</summary>
    public void Run(long seconds)
    {
        long begin = clock.Boottime;
        long end = begin + (seconds * 1_000_000);
        long nextTick = begin;
        long told = -1;
        for (long now = begin; now < end && !EndsWhen(); now = clock.Boottime)
        {
            if ((now - begin) / 1_000_000 is var passed && passed > told)
            {
                Progress(told = passed);
            }

            bool settles = now >= nextTick;
            HandOn(now, settles);
            nextTick = settles ? now + BetweenTicks : nextTick;
            _ = clock.Wait(-1, Math.Min(BetweenReads, end - now), out _);
        }

        _ = clock.Wait(-1, BetweenReads, out _); // longer than the source holds events back
        HandOn(clock.Boottime, settles: true);
        Seconds = Math.Max((clock.Boottime - begin) / 1e6, 0.1);
    }

    private void HandOn(long now, bool settles)
    {
        table.Begin(now);
        source.Read(counts); // also where nothing is settled: the source finds out by it what each event stands for
        source.HandOn(table);
        if (settles)
        {
            table.Settle(counts, now, clock.Realtime);
        }
    }
}
