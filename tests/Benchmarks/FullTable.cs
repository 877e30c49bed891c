using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TcpResets.Benchmarks;

/// <summary>The plugin with as many peers as its table has rows: what its memory, its ticks and its answers cost then.</summary>
internal sealed partial class FullTable : IDisposable
{
    private const int Rows = 4096, Peers = Rows + 100, Answers = 11, TicksWithEvents = 4, Events = 4000;
    private const string Call = "FUNCTION 0a 10 \"tcp-resets\" \"0x13\" \"method=api,role=member,permissions=0x13,user=me,ip=::1\"\n";

    private readonly StormNetwork network;
    private readonly string plugin;
    private readonly (string Name, string Value)[] environment;
    private readonly string history;
    private readonly Background running;

    private FullTable(StormNetwork network, string plugin, Workshop workshop)
    {
        this.network = network;
        this.plugin = plugin;
        history = Path.Join(workshop.Path, "tcp-resets.history.json");
        environment =
            [workshop.Configure("network namespaces = own"), ("NETDATA_CACHE_DIR", workshop.Path), ("NETDATA_VERSION", "v2.9.0")];
        running = new(network.Inside(plugin, "1", "--source", "kernel"), workshop.Path, "BEGIN ", environment);
    }

    /// <summary>Measures, prints the table, and gives the bars.</summary>
    public static Bar[] Measure(StormNetwork network, string plugin, Workshop workshop)
    {
        using FullTable full = new(network, plugin, workshop);
        return full.Measure();
    }

    /// <inheritdoc/>
    public void Dispose() => running.Dispose();

    private Bar[] Measure()
    {
        double idle = running.Memory("VmRSS:"), peak = running.Memory("VmHWM:");
        network.Storm("peers", Peers, StormNetwork.PaceInBudget);
        double tick = TickWithEvents(out double events);
        running.Await(() => File.Exists(history) && new FileInfo(history).Length > 300_000, "history of all rows");

        double[] answers = [.. Enumerable.Range(0, Answers).Select(_ => Answer())];
        double[] tops = [.. Enumerable.Range(0, Answers).Select(_ => Top())];
        double memory = running.Memory("VmRSS:");
        long late = Told().Matches(running.Output).Select(tick => long.Parse(tick.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
            .Count(told => told > 1_500_000);

        Console.WriteLine("| a table of 4,096 rows                              |          |");
        Console.WriteLine("|----------------------------------------------------|---------:|");
        Row("RSS, no row yet, MiB", idle);
        Row("RSS, all rows, history and answers, MiB", memory);
        Row("peak RSS, at the start, MiB", peak);
        Row("answer of the Function, median, ms", Statistics.Median(answers));
        Row("top --once --json, median, ms", Statistics.Median(tops));
        Row(FormattableString.Invariant($"CPU of a tick with {events:0} events, ms"), tick);
        Console.WriteLine();
        return
        [
            new("4,096 rows: RSS, MiB", memory, 12),
            new("kernel: peak RSS at the start, MiB", Math.Max(peak, running.Memory("VmHWM:")), 16),
            new("4,096 rows: answer of the Function, ms", Statistics.Median(answers), 60),
            new("4,096 rows: top --once --json, ms", Statistics.Median(tops), 60),
            new($"CPU of a tick for each {Events} events, ms", tick / events * Events, 2),
            new("4,096 rows: ticks left out meanwhile", late, 0),
        ];
    }

    private static void Row(string what, double value) =>
        Console.WriteLine(FormattableString.Invariant($"| {what,-50} | {value,8:0.00} |"));

    /// <summary>Milliseconds until the whole answer to a call has come.</summary>
    private double Answer()
    {
        long before = running.Printed, start = Stopwatch.GetTimestamp();
        running.Say(Call);
        running.AwaitAtEnd("FUNCTION_RESULT_END\n", before);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private double Top()
    {
        ProcessStartInfo start = new(plugin, ["top", "--once", "--json"]) { RedirectStandardOutput = true };
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        long begin = Stopwatch.GetTimestamp();
        using Process top = Process.Start(start)!;
        string output = top.StandardOutput.ReadToEnd();
        top.WaitForExit();
        double took = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        int rows = Counts().Count(output);
        return rows > 1000 ? took : throw new InvalidOperationException($"top shows {rows} rows only");
    }

    /// <summary>Milliseconds of processor time in a tick that takes in what two storms make, within the budget of each CPU.</summary>
    private double TickWithEvents(out double events)
    {
        int rate = StormNetwork.PaceInBudget;
        Task[] storms = [.. new[] { "refused", "aborted" }.Select(kind =>
            Task.Run(() => network.Storm(kind, rate * (TicksWithEvents + 2), rate)))];
        NextTick();
        (double before, double begin) = (Sum(), running.ProcessorTime);
        for (int tick = 0; tick < TicksWithEvents; tick++)
        {
            NextTick();
        }

        double spent = (running.ProcessorTime - begin) / 1e6 / TicksWithEvents;
        events = (Sum() - before) / TicksWithEvents;
        Task.WaitAll(storms);
        return spent;
    }

    private void NextTick()
    {
        int told = Told().Count(running.Output);
        running.Await(() => Told().Count(running.Output) > told, "tick");
    }

    private double Sum() => Watchers.LastOfCharts(running.Output);

    [GeneratedRegex(@"^BEGIN ipv4\.tcp_resets (\d+)$", RegexOptions.Multiline)]
    private static partial Regex Told();

    [GeneratedRegex("\"count\":")]
    private static partial Regex Counts();
}
