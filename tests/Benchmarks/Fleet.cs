using System.Diagnostics;

namespace TcpResets.Benchmarks;

/// <summary>What the plugin on a child costs its parent, in series and on the wire: children side by side, one without it.</summary>
internal sealed class Fleet : IDisposable
{
    private const int Services = 20, PaceOfEach = 25, Seconds = 30;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private static readonly (string Name, string? Settings, string What, int Limit)[] Children =
    [
        ("without", null, "without the plugin", 0),
        ("idle", "network namespaces = own", "no resets", 75),
        ("storm", "service charts = 0", "resets, no charts of services", 200),
        ("services", "service charts = 20", "resets of 20 services", 1000),
    ];

    private readonly StormNetwork network;
    private readonly StormNetwork quiet; // where nothing is reset, and the agents speak to each other
    private readonly string storm;
    private readonly string cgroups;
    private readonly List<FleetAgent> agents = [];
    private readonly List<Process> storms = [];

    private Fleet(StormNetwork network, Workshop workshop)
    {
        this.network = network;
        storm = Path.Join(workshop.Path, "storm");
        quiet = new StormNetwork(storm);
        string root = Command.Output("findmnt", "-n", "-t", "cgroup2", "-o", "TARGET").Split('\n')[0];
        cgroups = Path.Join(root, FormattableString.Invariant($"fleet-{Environment.ProcessId}"));
        Directory.CreateDirectory(cgroups);
    }

    /// <summary>Measures, prints the table, and gives the bars.</summary>
    public static Bar[] Measure(StormNetwork network, string plugin, Workshop workshop)
    {
        using Fleet fleet = new(network, workshop);
        return fleet.Measure(plugin, workshop);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (Process each in storms)
        {
            each.Kill(entireProcessTree: true);
            each.WaitForExit();
            each.Dispose();
        }

        agents.ForEach(agent => agent.Dispose());
        quiet.Dispose();
        foreach (string cgroup in Directory.GetDirectories(cgroups).Append(cgroups))
        {
            Directory.Delete(cgroup);
        }
    }

    private Bar[] Measure(string plugin, Workshop workshop)
    {
        agents.Add(new FleetAgent(quiet, workshop, "parent", FleetAgent.Parent));
        for (int i = 0; i < Children.Length; i++)
        {
            (string name, string? settings, _, _) = Children[i];
            string address = FormattableString.Invariant($"127.0.0.1:{20001 + i}");
            agents.Add(new FleetAgent(quiet, workshop, name, address, settings is null ? null : (plugin, settings)));
        }

        FleetAgent[] children = [.. agents[1..]];
        Await(() => children.All(child => child.SeriesAtParent(quiet) >= (child.Name == "without" ? 0 : 4)), "all children stream");
        StartStorms();
        FleetAgent last = children[^1];
        Await(() => last.SeriesAtParent(quiet, "tcp_resets.service") >= 2 * Services, "each service has a chart");

        long[] before = [.. children.Select(child => child.BytesSent(quiet))];
        long begin = Stopwatch.GetTimestamp();
        Thread.Sleep(TimeSpan.FromSeconds(Seconds));
        double[] rates =
            [.. children.Select((child, i) => (child.BytesSent(quiet) - before[i]) / Stopwatch.GetElapsedTime(begin).TotalSeconds)];
        int[] series = [.. children.Select(child => child.SeriesAtParent(quiet))];

        Console.WriteLine("| a child with                  | series | bytes/s to its parent | of the plugin |");
        Console.WriteLine("|-------------------------------|-------:|----------------------:|--------------:|");
        for (int i = 0; i < children.Length; i++)
        {
            string own = i == 0 ? "" : FormattableString.Invariant($"{rates[i] - rates[0]:0}");
            Console.WriteLine(FormattableString.Invariant($"| {Children[i].What,-29} | {series[i],6} | {rates[i],21:0} | {own,13} |"));
        }

        Console.WriteLine();
        return
        [
            new("a child without resets: series at its parent", series[1], 4),
            new("a child with resets of 20 services: series at its parent", series[^1], 90),
            .. Enumerable.Range(1, children.Length - 1)
                .Select(i => new Bar($"{Children[i].What}: bytes/s to the parent", rates[i] - rates[0], Children[i].Limit)),
        ];
    }

    // Each in a cgroup of its own, which is what makes a service of it.
    private void StartStorms()
    {
        for (int service = 0; service < Services; service++)
        {
            string cgroup = Path.Join(cgroups, FormattableString.Invariant($"service{service}.service"));
            Directory.CreateDirectory(cgroup);
            string[] command = network.Inside("sh", "-c", "echo $$ >\"$0\"/cgroup.procs && exec \"$1\" refused", cgroup, storm);
            Process maker = Process.Start(new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            })!;
            storms.Add(maker);
            maker.StandardInput.WriteLine(FormattableString.Invariant($"{PaceOfEach * 600} {PaceOfEach}"));
            maker.StandardInput.Flush();
        }
    }

    private static void Await(Func<bool> condition, string what)
    {
        long begin = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(begin) > Patience)
            {
                throw new TimeoutException($"{what}: not within {Patience.TotalSeconds} s");
            }

            Thread.Sleep(TimeSpan.FromMilliseconds(500));
        }
    }
}
