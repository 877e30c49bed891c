using System.Diagnostics;
using System.Globalization;

namespace TcpResets.Benchmarks;

/// <summary>A program that runs while something is measured. What it prints goes to a file.</summary>
internal sealed class Background : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly Process process;
    private readonly string output;

    /// <summary>Starts one, and waits until it is ready.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="directory">For the file.</param>
    /// <param name="ready">What it prints then.</param>
    /// <param name="environment">What it finds in its environment, beside all else.</param>
    public Background(string[] command, string directory, string ready, params (string Name, string Value)[] environment)
    {
        output = Path.Join(directory, "output");
        File.Delete(output);
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

    /// <summary>Its number.</summary>
    public int Id => process.Id;

    /// <summary>Nanoseconds of processor time, user and system, of all its threads, so far.</summary>
    public double ProcessorTime => Directory.EnumerateDirectories($"/proc/{Id}/task")
        .Sum(thread => double.Parse(File.ReadAllText(Path.Join(thread, "schedstat")).Split(' ')[0], CultureInfo.InvariantCulture));

    /// <summary>Waits for something that it does.</summary>
    public void Await(Func<bool> condition, string what)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!condition())
        {
            if (process.HasExited || waited.Elapsed > Patience)
            {
                throw new InvalidOperationException($"{string.Join(' ', process.StartInfo.ArgumentList.Skip(3))}: no {what}: {Output}");
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
