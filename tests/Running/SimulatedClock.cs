using TcpResets.Running;

namespace TcpResets.Tests.Running;

/// <summary>Drives a <see cref="Heartbeat"/> as the plugin's loop does, through time that passes at once.</summary>
internal sealed class SimulatedClock
{
    private readonly Heartbeat heartbeat;

    public SimulatedClock(int updateEvery, long start)
    {
        Realtime = start;
        heartbeat = new Heartbeat(updateEvery, start);
    }

    /// <summary>The wall clock, in microseconds since 1970.</summary>
    public long Realtime { get; private set; }

    /// <summary>By how much the wall clock goes faster than the timer.</summary>
    public double Slew { get; init; }

    /// <summary>Makes wake-ups late by <see cref="Earliest"/> to <see cref="Latest"/> microseconds.</summary>
    public Random? Late { get; init; }

    public int Earliest { get; init; }

    public int Latest { get; init; }

    public long LongestWait { get; private set; }

    /// <summary>How often the wait ended before it was time to collect.</summary>
    public int KeptAlive { get; private set; }

    /// <summary>Sets the wall clock, or lets time pass without the timer noticing.</summary>
    public void Set(long by) => Realtime += by;

    /// <summary>Waits until it is time, and collects.</summary>
    /// <returns>The microseconds waited, by the timer.</returns>
    public long NextCollection(long takes = 0)
    {
        long waited = 0;
        for (int waits = 0; waits < 10_000; waits++)
        {
            long wait = heartbeat.Wait(Realtime);
            LongestWait = Math.Max(LongestWait, wait);
            long sleeps = wait + (Late?.Next(Earliest, Latest) ?? 0);
            waited += sleeps;
            Realtime += sleeps + (long)(sleeps * Slew);
            if (heartbeat.IsDue(Realtime))
            {
                Realtime += takes;
                heartbeat.Beat(Realtime);
                return waited;
            }

            KeptAlive++;
        }

        throw new InvalidOperationException("the heartbeat waits for ever");
    }
}
