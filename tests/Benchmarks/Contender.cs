using System.Diagnostics;

namespace TcpResets.Benchmarks;

/// <summary>A program that does the plugin's job.</summary>
/// <param name="Name">As the table calls it.</param>
/// <param name="Command">The program and its arguments.</param>
/// <param name="NoWait">The library that makes its waits end at once; null if it does not wait when told a number of ticks.</param>
internal sealed record Contender(string Name, string[] Command, string? NoWait)
{
    /// <summary>Starts it as an agent would: its input is a pipe that stays open, its output is a pipe.</summary>
    public Process Start() => Start(Command);

    /// <summary>Starts it to tick without waiting, its output going to /dev/null.</summary>
    /// <param name="ticks">After how many it ends.</param>
    /// <param name="report">The file for its processor time, in nanoseconds a tick, a line a batch.</param>
    public Process StartWithoutWaiting(int ticks, string report)
    {
        string[] command = NoWait is null ? [.. Command, $"{ticks}"] : Command;
        return Start(
            ["bash", "-c", "exec \"$@\" >/dev/null 2>&1", "bash", .. command],
            [
                ("NO_WAIT_TICKS", $"{ticks}"), ("NO_WAIT_REPORT", report),
                .. NoWait is null ? Array.Empty<(string, string)>() : [("LD_PRELOAD", NoWait)],
            ]);
    }

    /// <summary>Starts it to tick without waiting, its system calls being traced into a file.</summary>
    public Process StartTraced(int ticks, string trace) =>
        Start(["strace", "-f", "-qq", "-y", "-o", trace, "-E", $"NO_WAIT_TICKS={ticks}", "-E", $"LD_PRELOAD={NoWait}", .. Command]);

    private static Process Start(string[] command, params (string Name, string Value)[] environment)
    {
        ProcessStartInfo start = new(command[0], command[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
