using System.Diagnostics;
using System.Globalization;

namespace TcpResets.Benchmarks;

/// <summary>The processor time of a tick, user and system, of all threads and of whatever the program starts.</summary>
internal static class ProcessorTime
{
    /// <summary>Runs a program without waiting.</summary>
    /// <returns>The median of its batches, in microseconds a tick.</returns>
    public static double Of(Contender contender, int ticks, string directory)
    {
        string report = Path.Join(directory, "report");
        using Process process = contender.StartWithoutWaiting(ticks, report);
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{contender.Name} ended with {process.ExitCode}");
        }

        return Statistics.Median(File.ReadLines(report).Select(line => double.Parse(line, CultureInfo.InvariantCulture) / 1000));
    }
}
