using TcpResets.Benchmarks;

// The directory of the sources, the executable to measure, and which parts, if not all.
string sources = args[0], plugin = Path.GetFullPath(args[1]);
using Workshop workshop = new(sources);
using StormNetwork network = new(workshop.Compile("storm"));

(string Name, Func<Bar[]> Measure)[] parts =
[
    ("executable", () => Executable.Measure(plugin)),
    ("ticks", () => new Ticks(plugin, workshop).Measure()),
    ("table", () => FullTable.Measure(network, plugin, workshop)),
    ("programs", () => ProgramCosts.Measure(network, plugin, workshop)),
    ("throughput", () => Throughput.Measure(network, plugin, workshop)),
    ("fleet", () => Fleet.Measure(network, plugin, workshop)),
    ("watchers", () => new Watchers(network, plugin, workshop).Measure()),
];
Bar[] bars = [.. parts.Where(part => args.Length < 3 || Array.IndexOf(args, part.Name) >= 2).SelectMany(part => part.Measure())];
foreach (Bar bar in bars)
{
    Console.WriteLine(bar);
}

return bars.All(bar => bar.IsReached) ? 0 : 1;
