using System.Globalization;

namespace TcpResets.Benchmarks;

/// <summary>
/// What a reset costs in the plugin's BPF programs, beside empty ones and the least that count, on the same hooks, all attached at once.
/// Their order changes, since the first one of a hook bears costs that are nobody's.
/// </summary>
internal static class ProgramCosts
{
    private const int WarmUp = 2, RoundsOfAnOrder = 3;
    private const int InBudget = 150;
    private const double NoReset = 1.5, Reset = 2, WithEvent = 6; // the most it may take, times empty
    private const double Counting = 2.25, Asking = 3.5, HandingOn = 2.5; // times the least that counts, or hands on an event

    // The contenders.
    private const int Empty = 0, Least = 1, LeastEvent = 2, TotalsOnly = 3, WithEvents = 4, Contenders = 5;

    // What the storm is, how many times, and the hooks that it meets: with what a run means there, whether it is a reset, and what it may
    // take, times the least that counts: more where no segment tells why, and the socket is asked.
    private static readonly (string Kind, int Times, (string Hook, string Meaning, bool IsReset, double TimesLeast)[] Hooks)[] Storms =
    [
        ("refused", 10_000,
        [
            ("tcp_send_reset", "sent for a closed port", true, Counting),
            ("tcp_receive_reset", "received, refused", true, Counting),
            ("kfree_skb", "the SYN dropped: no reset", false, Counting),
        ]),
        ("aborted", 5_000,
        [
            ("tcp_send_reset", "sent by an abort", true, Asking),
            ("tcp_receive_reset", "received, established", true, Counting),
        ]),
        ("flood", 20_000, [("kfree_skb", "ignored, spoofed address", true, Counting)]),
        ("udp", 20_000, [("kfree_skb", "a datagram dropped: no reset", false, Counting)]),
    ];

    /// <summary>Measures, prints the tables, and gives the bars.</summary>
    /// <param name="network">Where to make resets.</param>
    /// <param name="plugin">The executable.</param>
    /// <param name="workshop">For the programs beside it.</param>
    public static Bar[] Measure(StormNetwork network, string plugin, Workshop workshop) => ProgramTimes.While(accounted: true, () =>
    {
        string[] command = [plugin, "1", "--source", "kernel"];
        (string Name, string Value) noEvents = workshop.Configure("peers and services = no");
        string[] empty = workshop.Attach("empty"), least = workshop.Attach("least"), leastEvent = workshop.Attach("least", "HANDS_ON");
        Func<Background>[] contenders =
        [
            () => new(empty, workshop.Path, "attached"),
            () => new(least, workshop.Path, "attached"),
            () => new(leastEvent, workshop.Path, "attached"),
            () => new(command, workshop.Path, "BEGIN ", noEvents),
            () => new(command, workshop.Path, "BEGIN "),
        ];
        Dictionary<(string Kind, string Hook), (RunTimes Flood, RunTimes Paced)> costs = [];
        foreach (int[] order in PlaceOrders.Of(Contenders))
        {
            Background[] attached = new Background[Contenders];
            try
            {
                foreach (int contender in order)
                {
                    attached[contender] = contenders[contender]();
                }

                // What is handed on then fills the ring of the plugin about once: right after a start an event took 300 to 800 ns more, now
                // and then.
                for (int round = -WarmUp; round < RoundsOfAnOrder; round++)
                {
                    Play(network, attached, order, round < 0 ? [] : costs);
                }
            }
            finally
            {
                Array.ForEach(attached, each => each?.Dispose());
            }
        }

        return Report(costs);
    });

    private static void Play(
        StormNetwork network, Background[] attached, int[] order, Dictionary<(string, string), (RunTimes Flood, RunTimes Paced)> costs)
    {
        foreach ((string kind, int times, (string Hook, string, bool, double)[] hooks) in Storms)
        {
            ProgramTimes[] before = Times();
            network.Storm(kind, times);
            ProgramTimes[] flooded = Times();

            // What the flood has left of the budget is told by nobody: a new slice of time begins. The ring of the least is full.
            Thread.Sleep(200);
            long taken = EventsTaken(attached[LeastEvent]);
            ProgramTimes[] rested = Times();
            network.Storm(kind, InBudget, StormNetwork.PaceInBudget);
            ProgramTimes[] paced = Times();
            double handedOn = paced[LeastEvent].Hooks.Sum(hook => Runs(LeastEvent, rested, paced, hook));
            attached[LeastEvent].Await(() => EventsTaken(attached[LeastEvent]) - taken >= handedOn, $"event of each run: {kind}");
            foreach ((string hook, _, _, _) in hooks)
            {
                costs.TryAdd((kind, hook), (new(Contenders), new(Contenders)));
                for (int place = 0; place < Contenders; place++)
                {
                    int contender = order[place];
                    if (Runs(contender, before, flooded, hook) < times || Runs(contender, rested, paced, hook) < InBudget)
                    {
                        throw new InvalidOperationException($"{kind}: the program at {hook} did not run each time");
                    }

                    costs[(kind, hook)].Flood.Add(contender, place, flooded[contender].EachSince(before[contender], hook));
                    costs[(kind, hook)].Paced.Add(contender, place, paced[contender].EachSince(rested[contender], hook));
                }
            }
        }

        ProgramTimes[] Times() => [.. attached.Select(each => ProgramTimes.Of(each.Id))];

        double Runs(int which, ProgramTimes[] from, ProgramTimes[] to, string hook) => to[which].RunsSince(from[which], hook);
    }

    /// <summary>How many events the program that attaches has taken out of its ring so far, after which it is empty.</summary>
    private static long EventsTaken(Background attached)
    {
        long printed = attached.Printed;
        attached.Say("\n");
        attached.Await(() => attached.Printed > printed, "events");
        return long.Parse(attached.Output.TrimEnd().Split('\n')[^1].Split(' ')[0], CultureInfo.InvariantCulture);
    }

    private static Bar[] Report(Dictionary<(string, string), (RunTimes Flood, RunTimes Paced)> costs)
    {
        List<Bar> bars = [];
        List<string> floods =
        [
            "| flood   | hook              | what it is                   |  empty |  least | totals only "
            + "| ÷ empty | ÷ least | with events | ÷ empty | ÷ least |",
            "|---------|-------------------|------------------------------|-------:|-------:|------------:"
            + "|--------:|--------:|------------:|--------:|--------:|",
        ];
        List<string> inBudget =
        [
            "| budget  | hook              | what it is                   |  empty |  least | with events | ÷ empty | ÷ least |",
            "|---------|-------------------|------------------------------|-------:|-------:|------------:|--------:|--------:|",
        ];
        foreach ((string kind, _, (string, string, bool, double)[] hooks) in Storms)
        {
            foreach ((string hook, string meaning, bool isReset, double timesLeast) in hooks)
            {
                (RunTimes flood, RunTimes paced) = costs[(kind, hook)];
                string row = $"| {kind,-7} | {hook,-17} | {meaning,-28} |";
                floods.Add($"{row} {Own(flood, Least)} {Beside(flood, TotalsOnly, Least)} {Beside(flood, WithEvents, Least)}");
                inBudget.Add($"{row} {Own(paced, LeastEvent)} {Beside(paced, WithEvents, LeastEvent)}");

                double limit = isReset ? Reset : NoReset;
                bars.Add(new($"{kind}: {hook}, times an empty program, totals only", flood.Ratio(TotalsOnly, Empty), limit));
                bars.Add(new($"{kind}: {hook}, times an empty program, flood", flood.Ratio(WithEvents, Empty), limit));
                bars.Add(new($"{kind}: {hook}, times the least that counts, flood", flood.Ratio(WithEvents, Least), timesLeast));
                if (isReset)
                {
                    bars.Add(new($"{kind}: {hook}, times an empty program, with its event", paced.Ratio(WithEvents, Empty), WithEvent));
                    bars.Add(new(
                        $"{kind}: {hook}, times the least that hands on an event", paced.Ratio(WithEvents, LeastEvent), HandingOn));
                }
            }
        }

        IEnumerable<double> places = Enumerable.Range(0, Contenders)
            .Select(place => costs.Values.Average(cost => cost.Flood.In(place, Empty)));
        Console.WriteLine(string.Join('\n', [.. floods, "", .. inBudget, ""]));
        Console.WriteLine($"an empty program in a flood, from the first place to the last: {string.Join(", ", places.Select(Rounded))} ns");
        Console.WriteLine();
        return [.. bars];

        string Own(RunTimes times, int least) => $"{Rounded(times.Of(Empty)),3} ns | {Rounded(times.Of(least)),3} ns |";

        string Beside(RunTimes times, int contender, int least) => FormattableString.Invariant(
            $"{Rounded(times.Of(contender)),8} ns | {times.Ratio(contender, Empty),7:0.00} | {times.Ratio(contender, least),7:0.00} |");
    }

    private static string Rounded(double number) => number.ToString("0", CultureInfo.InvariantCulture);
}
