using System.CommandLine;
using System.Diagnostics;
using TcpResets.Tests.Soak;

// KiB. A cgroup that a reset came from is remembered when it is gone, until there are ServiceDirectory.Capacity of them.
const double OfEachCgroup = 0.5;
const int MostGrowth = 1024, MostMaps = 6;
TimeSpan settled = TimeSpan.FromSeconds(20);
Argument<int> minutes = new("minutes") { Description = "How long, at the least.", DefaultValueFactory = _ => 10 };
RootCommand soak = new("Runs an agent with the plugin under a storm, and lets one thing go wrong after the other.") { minutes };
soak.SetAction(result =>
{
    using SoakNetwork network = new();
    using SoakAgent agent = new(network);
    using PluginBeside beside = new(network);
    Faults faults = new(network, agent, beside);
    Fault[] all = faults.All;
    Tally[] tallies = [.. all.Select(fault => new Tally(fault.Name))];
    Tally without = new("without an agent, in 32 MiB");
    Footprint? minute = null, met = null;
    int cgroupsMet = 0;
    Stopwatch watch = Stopwatch.StartNew();
    (long wire, long counted) = (network.Resets, 0L);
    long begin = wire;
    for (int round = 0; round == 0 || watch.Elapsed.TotalMinutes < result.GetValue(minutes); round++)
    {
        for (int i = 0; i < all.Length; i++)
        {
            DateTimeOffset from = DateTimeOffset.UtcNow;
            network.BeginStorm();
            Thread.Sleep(TimeSpan.FromSeconds(5));
            _ = agent.Counted();
            TimeSpan outage = all[i].Happen();
            Thread.Sleep(TimeSpan.FromSeconds(5));
            network.EndStorm();
            (long wireNow, long countedNow) = Settle(network, agent);
            long lost = Math.Abs(wireNow - wire - (countedNow - counted));
            int gap = agent.LongestGap(from);

            // The agent starts a plugin up to a second after itself, and draws nothing for its first values, which are where to begin.
            int mostGap = (int)Math.Ceiling(outage.TotalSeconds) + 3 + (all[i].EndsPlugin ? 2 : 0);
            tallies[i].Add(gap, mostGap, lost, Wrong(all[i], outage, lost, gap, mostGap));
            (wire, counted) = (wireNow, countedNow);
            minute ??= watch.Elapsed > TimeSpan.FromMinutes(1) ? Footprint.Of(beside.Id) : null;
            string told = $"gap {gap} s of {mostGap}, lost {lost}, {wire - begin} resets so far";
            Console.WriteLine($"{watch.Elapsed:mm\\:ss}  {all[i].Name}: {told}");
        }

        if (met is null) // it has met everything once
        {
            (met, cgroupsMet) = (Footprint.Of(beside.Id), faults.Cgroups);
        }
    }

    Footprint last = Footprint.Of(beside.Id);
    Footprint before = met!.Value;
    without.Add(0, 3, Math.Abs(wire - begin - beside.Sent), [
        .. Claim(wire - begin == beside.Sent, $"{wire - begin} on the wire, {beside.Sent} sent, {beside.Received} received"),
        .. Claim(
            last.Kibibytes - before.Kibibytes <= MostGrowth + (OfEachCgroup * (faults.Cgroups - cgroupsMet)),
                $"grown from {before.Kibibytes} to {last.Kibibytes} KiB"),
        .. Claim(last.Descriptors == before.Descriptors && last.Maps <= before.Maps + MostMaps, $"{before}, then {last}"),
    ]);
    Console.WriteLine($"\n{Tally.Head}");
    foreach (Tally tally in tallies.Append(without))
    {
        Console.WriteLine(tally);
    }

    bool holds = tallies.Append(without).All(tally => tally.IsAsPromised);
    Console.WriteLine($"\n{watch.Elapsed:h\\:mm\\:ss}, {wire - begin} resets, {faults.Cgroups} cgroups and network namespaces");
    Console.WriteLine($"without an agent, after a minute: {minute}; after the first round: {before}; at the end: {last}");
    Console.WriteLine($"the agent's at the end: {Footprint.Of(agent.Plugin)}");
    Console.WriteLine(holds ? "every promise is kept" : "NOT every promise is kept");
    return holds ? 0 : 1;
});
return soak.Parse(args).Invoke();

static IEnumerable<string> Claim(bool holds, string otherwise) => holds ? [] : [otherwise];

static IEnumerable<string> Wrong(Fault fault, TimeSpan outage, long lost, int gap, int mostGap) =>
[
    .. Claim(gap <= mostGap, $"a gap of {gap} s where {mostGap} are allowed"),

    // Of what comes while no plugin runs, nothing is counted; else every one is.
    .. Claim(lost <= (fault.EndsPlugin ? SoakNetwork.MostPerSecond * (outage.TotalSeconds + 3) : 0), $"{lost} lost"),
    .. fault.Check() is { } wrong ? new[] { wrong } : [],
];

// All that was on the wire has been told when nothing comes any more: the agent hears it a second later.
(long Wire, long Counted) Settle(SoakNetwork network, SoakAgent agent)
{
    Stopwatch patience = Stopwatch.StartNew();
    long wire = network.Resets;
    long counted = agent.Counted().Sent;
    for (int same = 0; same < 3 && patience.Elapsed < settled;)
    {
        Thread.Sleep(TimeSpan.FromSeconds(1));
        (long wireNow, long countedNow) = (network.Resets, agent.Counted().Sent);
        same = wireNow == wire && countedNow == counted ? same + 1 : 0;
        (wire, counted) = (wireNow, countedNow);
    }

    return (wire, counted);
}
