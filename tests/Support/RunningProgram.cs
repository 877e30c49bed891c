using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace TcpResets.Tests.Support;

/// <summary>
/// A program that runs while a test looks at it: its standard input is a pipe that stays open, what it writes is kept line by line, so
/// that it never waits for its reader, and it does not outlive the test.
/// </summary>
internal class RunningProgram : IDisposable
{
    public const int SigKill = 9, SigTerm = 15, SigCont = 18, SigStop = 19;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan PatienceWithAll = TimeSpan.FromMinutes(5);

    private readonly Process process;
    private readonly Thread[] keepers;
    private readonly BlockingCollection<OutputLine> output = [];
    private readonly BlockingCollection<string> log = [];

    /// <summary>Starts it in the network of the calling thread.</summary>
    /// <param name="program">Found in PATH.</param>
    /// <param name="arguments">One by one.</param>
    /// <param name="environment">What it finds in its environment beside the test's own, and, with null, what it does not find.</param>
    public RunningProgram(string program, IEnumerable<string> arguments, params IEnumerable<(string Name, string? Value)> environment)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach ((string name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        process = NewProcess.Start(start);
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

    public bool HasEnded => process.HasExited;

    public Task Ended => process.WaitForExitAsync();

    private string Log => $"the log: {string.Join('\n', log)}";

    /// <summary>Waits for the next line of its standard output.</summary>
    public OutputLine NextLine(TimeSpan? patience = null) => output.TryTake(out OutputLine? line, patience ?? Patience)
        ? line
        : throw new InvalidOperationException($"no line of output within {(patience ?? Patience).TotalSeconds} s; {Log}");

    /// <summary>Waits for the next line of its standard error.</summary>
    public string NextLog() => log.TryTake(out string? line, Patience)
        ? line
        : throw new InvalidOperationException($"no line of log within {Patience.TotalSeconds} s");

    /// <summary>True if nothing is written to standard output for that long, and it is still open then.</summary>
    public bool IsSilentFor(TimeSpan time) => !output.TryTake(out _, time) && !output.IsCompleted;

    /// <summary>What is left of its output, to the end of the stream.</summary>
    public string[] RestOfOutput() => [.. Rest(output).Select(line => line.Text)];

    /// <summary>What is left of its log, to the end of the stream: until every process that has it open is gone.</summary>
    public string[] RestOfLog() => [.. Rest(log)];

    /// <summary>Writes to its standard input.</summary>
    public void Say(string text)
    {
        process.StandardInput.Write(text);
        process.StandardInput.Flush();
    }

    /// <summary>Ends its standard input.</summary>
    public void CloseInput() => process.StandardInput.Close();

    /// <summary>Sends it a signal.</summary>
    public void Signal(int signal)
    {
        if (kill(process.Id, signal) != 0)
        {
            throw new InvalidOperationException($"{process.StartInfo.FileName} is not there to be sent signal {signal}");
        }
    }

    /// <summary>Waits for its end, which must come by itself.</summary>
    public int ExitCode() => process.WaitForExit(Patience)
        ? process.ExitCode
        : throw new TimeoutException($"{process.StartInfo.FileName} does not end within {Patience.TotalSeconds} s; {Log}");

    /// <summary>Kills it, if it has not ended, with all that it has started.</summary>
    public void Kill()
    {
        process.Kill(entireProcessTree: true);
        process.WaitForExit();
    }

    public void Dispose()
    {
        Kill();
        foreach (Thread keeper in keepers)
        {
            keeper.Join(Patience); // it reads from what is disposed of next
        }

        process.Dispose();
        GC.SuppressFinalize(this);
    }

    private static List<T> Rest<T>(BlockingCollection<T> lines)
    {
        List<T> rest = [];
        Stopwatch all = Stopwatch.StartNew();
        while (all.Elapsed < PatienceWithAll && lines.TryTake(out T? line, Patience))
        {
            rest.Add(line);
        }

        return lines.IsCompleted ? rest : throw new TimeoutException(
            $"no end came in {all.Elapsed.TotalSeconds:0} s; the last of {rest.Count} lines: {(rest.Count > 0 ? rest[^1] : default)}");
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

    [DllImport("libc")]
    private static extern int kill(int process, int signal);
}
