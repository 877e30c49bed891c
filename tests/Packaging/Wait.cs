using System.Diagnostics;
using FluentAssertions;

namespace TcpResets.Tests.Packaging;

/// <summary>Waits for what another process does.</summary>
internal static class Wait
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    /// <summary>Waits until something is so.</summary>
    public static void Until(Func<bool> condition, TimeSpan patience, string what)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (!condition())
        {
            watch.Elapsed.Should().BeLessThan(patience, $"by then {what}");
            Thread.Sleep(Pause);
        }
    }
}
