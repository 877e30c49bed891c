using System.Diagnostics;
using System.Globalization;

namespace TcpResets.Benchmarks;

/// <summary>A program that runs while something is measured. What it prints goes to a file.</summary>
internal sealed class Background : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static int count;

    private readonly Process process;
    private readonly string output;

    /// <summary>Starts one, and waits until it is ready.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="directory">For the file.</param>
    /// <param name="ready">What it prints then.</param>
    /// <param name="environment">What it finds in its environment, beside all else.</param>
    public Background(string[] command, string directory, string ready, params (string Name, string Value)[] environment)
    {
        output = Path.Join(directory, $"output-{Interlocked.Increment(ref count)}");
        ProcessStartInfo start = new("bash", ["-c", "exec \"$@\" >\"$0\" 2>&1", output, .. command]) { RedirectStandardInput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        process = Process.Start(start)!;
        Await(() => Output.Contains(ready, StringComparison.Ordinal), $"'{ready}'");
    }

    /// <summary>What it has printed.</summary>
    public string Output => File.Exists(output) ? File.ReadAllText(output) : "";

    /// <summary>How many bytes it has printed.</summary>
    public long Printed => new FileInfo(output).Length;

    /// <summary>Its number.</summary>
    public int Id => process.Id;

    /// <summary>Nanoseconds of processor time, user and system, of all its threads, so far.</summary>
    public double ProcessorTime => Directory.EnumerateDirectories($"/proc/{Id}/task")
        .Sum(thread => double.Parse(File.ReadAllText(Path.Join(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture));

    /// <summary>A line of its /proc/PID/status that tells kB, in MiB.</summary>
    public double Memory(string key) => FirstBegin.Mebibytes(File.ReadAllLines($"/proc/{Id}/status"), key);

    /// <summary>Tells it something.</summary>
    public void Say(string text)
    {
        process.StandardInput.Write(text);
        process.StandardInput.Flush();
    }

    /// <summary>Waits until a text has come among the last that it has printed, behind so many bytes.</summary>
    public void AwaitAtEnd(string text, long behind)
    {
        using FileStream file = new(output, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0);
        byte[] last = new byte[4096];
        string told = "";
        for (Stopwatch waited = Stopwatch.StartNew(); !told.Contains(text, StringComparison.Ordinal); Thread.Sleep(1))
        {
            if (waited.Elapsed > Patience)
            {
                throw new InvalidOperationException($"no '{text.TrimEnd()}': {told}");
            }

            file.Position = Math.Max(behind, file.Length - last.Length);
            told = System.Text.Encoding.UTF8.GetString(last, 0, file.ReadAtLeast(last, last.Length, throwOnEndOfStream: false));
        }
    }

    /// <summary>Waits for something that it does.</summary>
    public void Await(Func<bool> condition, string what)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!condition())
        {
            if (process.HasExited || waited.Elapsed > Patience)
            {
                string told = Output[^Math.Min(Output.Length, 2000)..];
                throw new InvalidOperationException($"{string.Join(' ', process.StartInfo.ArgumentList.Skip(3))}: no {what}: {told}");
            }

            Thread.Sleep(10);
        }
    }

    /// <summary>Interrupts it as Ctrl-C does, again if it has not heard, and waits for its end.</summary>
    public void Interrupt()
    {
        Stopwatch waited = Stopwatch.StartNew();
        do
        {
            if (waited.Elapsed > Patience)
            {
                process.Kill();
                throw new InvalidOperationException($"{string.Join(' ', process.StartInfo.ArgumentList.Skip(3))}: does not end: {Output}");
            }

            Command.Output("kill", "-INT", Id.ToString(CultureInfo.InvariantCulture));
        }
        while (!process.WaitForExit(TimeSpan.FromSeconds(2)));
    }

    /// <summary>Ends its input, which ends it.</summary>
    public void Dispose()
    {
        process.StandardInput.Close();
        if (!process.WaitForExit(TimeSpan.FromSeconds(5)))
        {
            process.Kill();
            process.WaitForExit();
        }

        process.Dispose();
    }
}
