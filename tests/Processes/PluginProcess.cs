using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using FluentAssertions;

namespace TcpResets.Tests.Processes;

/// <summary>
/// The executable that <c>make build</c> leaves, run as a process: its standard input is a pipe that stays open, what it writes is kept
/// line by line. Nothing of the machine's own Netdata reaches it.
/// </summary>
internal sealed partial class PluginProcess : IDisposable
{
    public const int SigKill = 9, SigTerm = 15, SigCont = 18, SigStop = 19;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly Thread[] keepers;
    private readonly BlockingCollection<OutputLine> output = [];
    private readonly BlockingCollection<string> log = [];

    private PluginProcess(string file, IEnumerable<string> arguments, IEnumerable<(string Name, string Value)> environment)
    {
        File.Exists(Repository.Executable).Should().BeTrue($"`make build` leaves {Repository.Executable}, which this test runs");
        ProcessStartInfo start = new(file, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("NETDATA_", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["PLUGIN"] = Repository.Executable;
        start.Environment["LC_ALL"] = "C";
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        keepers =
        [
            Keep(process.StandardOutput, line => output.Add(new OutputLine(line, Now)), output.CompleteAdding),
            Keep(process.StandardError, log.Add, log.CompleteAdding),
        ];
    }

    /// <summary>The wall clock, in microseconds since 1970.</summary>
    public static long Now => (DateTime.UtcNow - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    /// <summary>Its process id.</summary>
    public int Id => process.Id;

    /// <summary>Starts the plugin.</summary>
    /// <param name="arguments">Its command line, split at blanks.</param>
    /// <param name="environment">What it finds in its environment beside the test's own.</param>
    public static PluginProcess Start(string arguments, params (string Name, string Value)[] environment) =>
        new(Repository.Executable, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), environment);

    /// <summary>Starts bash on a script, which finds the executable in <c>$PLUGIN</c>.</summary>
    public static PluginProcess Script(string script, params (string Name, string Value)[] environment) => new("bash", ["-c", script], environment);

    /// <summary>Waits for the next line.</summary>
    public OutputLine NextLine() => output.TryTake(out OutputLine? line, Patience)
        ? line
        : throw new InvalidOperationException($"no line of output within {Patience.TotalSeconds} s; the log: {string.Join('\n', log)}");

    /// <summary>Waits for the next collection: all lines up to its END.</summary>
    public OutputLine[] NextTick()
    {
        List<OutputLine> tick = [];
        do
        {
            tick.Add(NextLine());
        }
        while (tick[^1].Text != "END");
        return [.. tick];
    }

    /// <summary>The microseconds since the collection before, as a collection tells them.</summary>
    public static long Told(OutputLine[] tick) => long.Parse(BeginWithTime().Match(tick[0].Text).Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Waits for the next log line.</summary>
    public string NextLog() => log.TryTake(out string? line, Patience)
        ? line
        : throw new InvalidOperationException($"no line of log within {Patience.TotalSeconds} s");

    /// <summary>True if nothing is written to standard output for that long, and it is still open then.</summary>
    public bool IsSilentFor(TimeSpan time) => !output.TryTake(out _, time) && !output.IsCompleted;

    /// <summary>Writes to its standard input.</summary>
    public void Say(string text)
    {
        process.StandardInput.Write(text);
        process.StandardInput.Flush();
    }

    /// <summary>Ends its standard input.</summary>
    public void CloseInput() => process.StandardInput.Close();

    /// <summary>Sends it a signal.</summary>
    public void Signal(int signal) => kill(process.Id, signal).Should().Be(0, "the process is there to be sent a signal");

    /// <summary>Waits for its end, which must come by itself.</summary>
    public int ExitCode()
    {
        process.WaitForExit(Patience).Should().BeTrue($"it ends within {Patience.TotalSeconds} s");
        return process.ExitCode;
    }

    /// <summary>What is left of its output, to the end of the stream.</summary>
    public string[] RestOfOutput() => [.. output.GetConsumingEnumerable().Select(line => line.Text)];

    /// <summary>What is left of its log, to the end of the stream: until every process that has it open is gone.</summary>
    public string[] RestOfLog() => [.. log.GetConsumingEnumerable()];

    /// <summary>Kills it, if it has not ended.</summary>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill(entireProcessTree: true);
        }

        foreach (Thread keeper in keepers)
        {
            keeper.Join(Patience); // it reads from what is disposed of next
        }

        process.Dispose();
    }

    private static Thread Keep(StreamReader stream, Action<string> take, Action end)
    {
        Thread keeper = new(() =>
        {
            while (stream.ReadLine() is { } line)
            {
                take(line);
            }

            end();
        })
        { IsBackground = true };
        keeper.Start();
        return keeper;
    }

    [GeneratedRegex(@"^BEGIN ipv4\.tcp_resets ([0-9]+)$")]
    private static partial Regex BeginWithTime();

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
