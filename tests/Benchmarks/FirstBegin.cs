using System.Diagnostics;
using System.Globalization;

namespace TcpResets.Benchmarks;

/// <summary>How soon a program that is started says BEGIN, and how much memory it has needed by its second tick.</summary>
internal static class FirstBegin
{
    /// <summary>Starts a program and ends it at its first BEGIN.</summary>
    /// <returns>Milliseconds from before the start until the line was read.</returns>
    public static double MillisecondsOf(Contender contender)
    {
        long start = Stopwatch.GetTimestamp();
        using Process process = contender.Start();
        ReadToBegin(process);
        double milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        process.Kill();
        process.WaitForExit();
        return milliseconds;
    }

    /// <summary>Starts a program and ends it at its second tick.</summary>
    /// <returns>The memory that was resident then, and the most there was (VmRSS and VmHWM of proc(5)), in MiB.</returns>
    public static (double Now, double Peak) MemoryOf(Contender contender)
    {
        using Process process = contender.Start();
        ReadToBegin(process);
        ReadToBegin(process);
        string[] status = File.ReadAllLines($"/proc/{process.Id}/status");
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
        return (Mebibytes(status, "VmRSS:"), Mebibytes(status, "VmHWM:"));
    }

    /// <summary>What a line of /proc/PID/status tells.</summary>
    public static double Mebibytes(string[] status, string key) => double.Parse(
        status.Single(line => line.StartsWith(key, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) / 1024;

    private static void ReadToBegin(Process process)
    {
        while (process.StandardOutput.ReadLine() is not { } line || !line.StartsWith("BEGIN ", StringComparison.Ordinal))
        {
            if (process.StandardOutput.EndOfStream)
            {
                throw new InvalidOperationException($"ended without a BEGIN: {process.StandardError.ReadToEnd()}");
            }
        }
    }
}
