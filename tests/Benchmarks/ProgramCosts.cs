namespace TcpResets.Benchmarks;

/// <summary>What a reset costs in the plugin's BPF programs, beside empty ones on the same hooks, all attached at once.</summary>
internal static class ProgramCosts
{
    private const int Rounds = 9;

    // What the storm is, how many times, and the hooks that it meets: with what a run means there, and the most it may take, times empty.
    private static readonly (string Kind, int Times, (string Hook, string Meaning, double Limit)[] Hooks)[] Storms =
    [
        ("refused", 10_000,
        [
            ("tcp_send_reset", "sent for a closed port", 2),
            ("tcp_receive_reset", "received, refused", 2),
            ("kfree_skb", "the SYN dropped: no reset", 1.5),
        ]),
        ("aborted", 5_000, [("tcp_send_reset", "sent by an abort", 2), ("tcp_receive_reset", "received, established", 2)]),
        ("flood", 20_000, [("kfree_skb", "ignored, spoofed address", 2)]),
        ("udp", 20_000, [("kfree_skb", "a datagram dropped: no reset", 1.5)]),
    ];

    /// <summary>Measures, prints the table, and gives the bars.</summary>
    /// <param name="network">Where to make resets.</param>
    /// <param name="plugin">The executable.</param>
    /// <param name="workshop">For the empty programs.</param>
    public static Bar[] Measure(StormNetwork network, string plugin, Workshop workshop) => ProgramTimes.While(accounted: true, () =>
    {
        using Background ours = new([plugin, "1", "--source", "kernel"], workshop.Path, "BEGIN ");
        using Background empty = new([workshop.Compile("empty", "-lbpf"), workshop.CompileBpf("empty")], workshop.Path, "attached");
        Dictionary<(string, string), List<(double Ours, double Empty)>> costs = [];
        for (int round = 0; round < Rounds; round++)
        {
            foreach ((string kind, int times, (string Hook, string, double)[] hooks) in Storms)
            {
                (ProgramTimes oursBefore, ProgramTimes emptyBefore) = (ProgramTimes.Of(ours.Id), ProgramTimes.Of(empty.Id));
                network.Storm(kind, times);
                (ProgramTimes oursAfter, ProgramTimes emptyAfter) = (ProgramTimes.Of(ours.Id), ProgramTimes.Of(empty.Id));
                foreach ((string hook, _, _) in hooks)
                {
                    if (oursAfter.RunsSince(oursBefore, hook) < times)
                    {
                        throw new InvalidOperationException($"{kind}: the program at {hook} did not run each time");
                    }

                    costs.TryAdd((kind, hook), []);
                    costs[(kind, hook)].Add((oursAfter.EachSince(oursBefore, hook), emptyAfter.EachSince(emptyBefore, hook)));
                }
            }
        }

        return Report(costs);
    });

    private static Bar[] Report(Dictionary<(string, string), List<(double Ours, double Empty)>> costs)
    {
        List<Bar> bars = [];
        Console.WriteLine("| storm   | hook              | what it is                   | this plugin |   empty | ÷ empty |");
        Console.WriteLine("|---------|-------------------|------------------------------|------------:|--------:|--------:|");
        foreach ((string kind, _, (string, string, double)[] hooks) in Storms)
        {
            foreach ((string hook, string meaning, double limit) in hooks)
            {
                List<(double Ours, double Empty)> cost = costs[(kind, hook)];
                double ratio = Statistics.Median(cost.Select(each => each.Ours / each.Empty));
                double ours = Statistics.Median(cost.Select(each => each.Ours)), empty = Statistics.Median(cost.Select(each => each.Empty));
                Console.WriteLine(FormattableString.Invariant(
                    $"| {kind,-7} | {hook,-17} | {meaning,-28} | {ours,8:0.0} ns | {empty,4:0.0} ns | {ratio,7:0.00} |"));
                bars.Add(new Bar($"{kind}: {hook}, times an empty program", ratio, limit));
            }
        }

        Console.WriteLine();
        return [.. bars];
    }
}
