using System.Diagnostics;
using System.Text.RegularExpressions;

namespace TcpResets.Benchmarks;

/// <summary>The system calls of a program's ticks, of all its threads, as strace(1) sees them.</summary>
internal sealed partial class SystemCalls
{
    private readonly string[] calls;
    private readonly int ticks;

    private SystemCalls(string[] calls, int ticks)
    {
        this.calls = calls;
        this.ticks = ticks;
    }

    /// <summary>Traces a program through some hundred ticks.</summary>
    public static SystemCalls Of(Contender contender, string directory)
    {
        string trace = Path.Join(directory, "trace");
        using Process process = contender.StartTraced(500, trace);
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        string[] calls = [.. File.ReadLines(trace).Select(line => Call().Match(line))
            .Where(match => match.Success).Select(match => match.Groups[1].Value)];
        int first = Array.FindIndex(calls, IsWait), last = Array.FindLastIndex(calls, IsWait);

        // What takes the time for the report is the measurement's own.
        string[] own = [.. calls[first..last].Where(call => !call.StartsWith("clock_gettime(", StringComparison.Ordinal))];
        return new SystemCalls(own, calls[first..last].Count(IsWait));
    }

    /// <summary>How many a tick, of those whose text begins and goes on like this.</summary>
    public double PerTick(string pattern) => (double)calls.Count(call => Regex.IsMatch(call, pattern)) / ticks;

    /// <summary>How many a tick, of all others than these.</summary>
    public double PerTickBut(params string[] names) =>
        (double)Usual.Where(group => !names.Contains(group.Key)).Sum(group => group.Count()) / ticks;

    /// <summary>Each with its number a tick.</summary>
    public override string ToString() =>
        string.Join(", ", Usual.Select(group => FormattableString.Invariant($"{group.Key} {(double)group.Count() / ticks:0.##}")));

    // Without those of another thread that just then started.
    private IEnumerable<IGrouping<string, string>> Usual => calls
        .GroupBy(call => call[..call.IndexOf('(', StringComparison.Ordinal)])
        .Where(group => group.Count() > ticks / 100);

    private static bool IsWait(string call) => call.StartsWith("ppoll(", StringComparison.Ordinal);

    [GeneratedRegex(@"^\d+ +(\w+\(.*)$")]
    private static partial Regex Call();
}
