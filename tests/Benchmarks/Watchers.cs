using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace TcpResets.Benchmarks;

/// <summary>The plugin beside what people watch resets with today, on the same storm, in turn.</summary>
internal sealed partial class Watchers
{
    private const int Rounds = 5, Each = 20_000;
    private static readonly string[] Kinds = ["refused", "aborted", "flood"];

    private readonly StormNetwork network;
    private readonly Workshop workshop;
    private readonly Watcher ours, watch, tcpdump, bpftrace;
    private readonly Dictionary<Watcher, List<Observation>> seen;

    /// <summary>Prepares them.</summary>
    public Watchers(StormNetwork network, string plugin, Workshop workshop)
    {
        this.network = network;
        this.workshop = workshop;
        string capture = Path.Join(workshop.Path, "resets.pcap");

        // Others on this machine make resets, too: each watches one network namespace only.
        ours = new(
            "this plugin",
            "service, cause",
            [plugin, "1", "--source", "kernel", "--network-namespaces", "own"],
            "BEGIN ",
            true,
            LastOfCharts,
            _ => 0);
        watch = new(
            "its watch",
            "service, cause",
            [plugin, "watch", "--json", "--network-namespaces", "own"],
            "Ctrl-C ends it",
            true,
            text => LostByWatch(text) + Regex.Count(text, "^{\"time\":", RegexOptions.Multiline),
            LostByWatch);
        tcpdump = new(
            "tcpdump",
            "neither",
            ["tcpdump", "-i", "any", "-Z", "root", "-w", capture, "tcp[tcpflags] & tcp-rst != 0"],
            "listening on",
            false,
            _ => Number(Command.Output("bash", "-c", $"tcpdump -r {capture} --count 2>/dev/null"), @"(\d+) packets"),
            text => Number(text, @"(\d+) packets? dropped by kernel"));
        bpftrace = new(
            "bpftrace",
            "neither",
            [
                "unshare", "--mount", "bash", "-c",
                "mount -t tracefs tracefs /sys/kernel/tracing 2>/dev/null; exec \"$@\"",
                "bash", "bpftrace", workshop.Source("resets.bt"), network.Inode,
            ],
            "ready",
            true,
            text => Regex.Matches(text, @"@\w+: (\d+)").Sum(count => Number(count.Value, @"(\d+)")),
            text => Regex.Matches(text, @"Lost (\d+) events").Sum(lost => Number(lost.Value, @"(\d+)")));
        seen = new() { [ours] = [], [watch] = [], [tcpdump] = [], [bpftrace] = [] };
    }

    /// <summary>Measures, prints the table, and gives the bars.</summary>
    public Bar[] Measure()
    {
        string? failure = ProgramTimes.While(accounted: true, () =>
        {
            string? failure = null;
            for (int round = 0; round < Rounds; round++)
            {
                double alone = Storm();
                foreach (Watcher watcher in failure is null ? new[] { ours, watch, tcpdump, bpftrace } : [ours, watch, tcpdump])
                {
                    try
                    {
                        seen[watcher].Add(Watch(watcher, alone));
                    }
                    catch (InvalidOperationException exception) when (watcher == bpftrace)
                    {
                        failure = exception.Message; // ours, with what it printed
                    }
                }
            }

            return failure;
        });

        Console.WriteLine("| watcher     | own CPU | in the kernel |    both | times |   lost |          counted | names          |");
        Console.WriteLine("|-------------|--------:|--------------:|--------:|------:|-------:|-----------------:|----------------|");
        foreach ((Watcher watcher, List<Observation> observations) in seen)
        {
            Console.WriteLine(observations.Count == 0 ? $"| {watcher.Name,-11} | does not work here |" : Row(watcher, observations));
        }

        Console.WriteLine(failure);
        return
        [
            new("processor time of tcpdump, times that of the plugin", Times(tcpdump), 10, IsFloor: true),
            new("resets that the plugin lost, or counted twice", seen[ours].Sum(each => Math.Abs(each.Made - each.Counted) + each.Lost), 0),
            new("watch: resets that it neither showed nor said were lost", seen[watch].Sum(each => Math.Abs(each.Made - each.Counted)), 0),
        ];
    }

    private double Times(Watcher watcher) =>
        Statistics.Median(seen[watcher].Select(each => each.Spent)) / Statistics.Median(seen[ours].Select(each => each.Spent));

    private string Row(Watcher watcher, List<Observation> observations)
    {
        double OfOne(Func<Observation, double> what) => Statistics.Median(observations.Select(what)) / (Kinds.Length * Each);
        double own = OfOne(one => one.Own), inKernel = OfOne(one => one.Kernel), both = OfOne(one => one.Spent);
        string cost = FormattableString.Invariant($"{own,4:0} ns | {inKernel,10:0} ns | {both,4:0} ns | {Times(watcher),5:0.0}");
        string counted = FormattableString.Invariant($"{observations.Sum(one => one.Counted),7} / {observations.Sum(one => one.Made),6}");
        double lost = observations.Sum(one => one.Lost);
        return FormattableString.Invariant($"| {watcher.Name,-11} | {cost} | {lost,6} | {counted} | {watcher.Names,-14} |");
    }

    /// <summary>All kinds of resets, while nobody or somebody watches.</summary>
    /// <returns>Its processor time, the kernel's within its system calls included.</returns>
    private double Storm() => Kinds.Sum(kind => network.Storm(kind, Each).Spent * Each);

    private Observation Watch(Watcher watcher, double alone)
    {
        using Background running = new(network.Inside(watcher.Command), workshop.Path, watcher.Ready);
        double own = running.ProcessorTime;
        double programs = ProgramTimes.Of(running.Id).Sum;
        double storm = Storm();

        // The plugin tells what it has counted at its next second; tcpdump is told of a block that is not full once it is a second old.
        // watch looks at the events all the time, and tells each second how many it has lost.
        int ticks = Tick().Count(running.Output);
        Stopwatch rested = Stopwatch.StartNew();
        double before = 0;
        running.Await(
            () =>
            {
                double now = watcher == watch ? running.Printed : running.ProcessorTime;
                if (now > before)
                {
                    (before, rested) = (now, Stopwatch.StartNew());
                }

                return watcher == ours
                    ? Tick().Count(running.Output) >= ticks + 2
                    : watcher == bpftrace || rested.ElapsedMilliseconds > 1_500;
            },
            "end of it");
        own = running.ProcessorTime - own;
        ProgramTimes times = ProgramTimes.Of(running.Id);

        // What a packet socket takes is accounted to whoever sends: it is what the storm took longer.
        double kernel = times.Sum > 0 ? times.Sum - programs : storm - alone;
        if (watcher != ours)
        {
            running.Interrupt();
        }

        return new(
            own,
            kernel,
            watcher.Tally(running.Output),
            Each * (watcher.SeesBothEnds ? 5 : 3),
            watcher.Lost(running.Output) + (watcher == ours ? times.Missed : 0));
    }

    /// <summary>All resets that the charts of IPv4 have told.</summary>
    public static double LastOfCharts(string text)
    {
        Dictionary<string, double> last = [];
        string chart = "";
        foreach (string[] words in text.Split('\n').Select(line => line.Split(' ')))
        {
            chart = words[0] == "BEGIN" ? words[1] : chart;
            if (words is ["SET", _, _, _] && chart is ("ipv4.tcp_resets" or "ipv4.tcp_resets_ignored"))
            {
                last[$"{chart} {words[1]}"] = Number(words[3], @"(\d+)");
            }
        }

        return last.Values.Sum();
    }

    private static double LostByWatch(string text) =>
        Regex.Matches(text, @"^{""lost"":(\d+)}", RegexOptions.Multiline).Sum(lost => Number(lost.Value, @"(\d+)"));

    private static double Number(string text, string pattern) =>
        double.Parse(Regex.Match(text, pattern).Groups[1].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^BEGIN ipv4\.tcp_resets \d+$", RegexOptions.Multiline)]
    private static partial Regex Tick();
}
