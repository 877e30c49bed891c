using TcpResets.Benchmarks;

// The directory of the sources and the executable to measure.
string sources = args[0], plugin = Path.GetFullPath(args[1]);
using Workshop workshop = new(sources);
using StormNetwork network = new(workshop.Compile("storm"));

Bar[] bars =
[
    .. Executable.Measure(plugin),
    .. new Ticks(plugin, workshop).Measure(),
    .. ProgramCosts.Measure(network, plugin, workshop),
    .. Throughput.Measure(network, plugin, workshop),
    .. new Watchers(network, plugin, workshop).Measure(),
];
foreach (Bar bar in bars)
{
    Console.WriteLine(bar);
}

return bars.All(bar => bar.IsReached) ? 0 : 1;
