using System.Diagnostics;

namespace TcpResets.Tests.Support;

/// <summary>Waits for what the kernel or another process does.</summary>
internal static class Wait
{
    private const int LongestPause = 200;

    /// <summary>Waits until something is so.</summary>
    /// <param name="condition">What must come about.</param>
    /// <param name="patience">How long that may take.</param>
    /// <param name="what">The same in words.</param>
    public static void Until(Func<bool> condition, TimeSpan patience, string what)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > patience)
            {
                throw new TimeoutException($"{what}: not within {patience.TotalSeconds} s");
            }

            // At once at first, then ever more seldom: what comes late may be costly to ask for.
            Thread.Sleep((int)Math.Min(watch.ElapsedMilliseconds / 10, LongestPause));
        }
    }
}
