using System.Diagnostics;

namespace TcpResets.Storm;

/// <summary>Does something a number of times at an even rate.</summary>
internal static class Pace
{
    private const int PerSecond = 20;

    /// <summary>Runs <paramref name="action"/> <paramref name="count"/> times, <paramref name="rate"/> times a second.</summary>
    public static void Run(int count, int rate, Action action)
    {
        Stopwatch watch = Stopwatch.StartNew();
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1.0 / PerSecond));
        for (int done = 0; done < count;)
        {
            for (long due = Math.Min(count, (long)(watch.Elapsed.TotalSeconds * rate)); done < due; done++)
            {
                action();
            }

            timer.WaitForNextTickAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
