namespace TcpResets.Benchmarks;

/// <summary>How fast resets can be made while the plugin counts them, and while nobody does.</summary>
internal static class Throughput
{
    private const int Rounds = 30;
    private static readonly (string Kind, int Times)[] Storms = [("refused", 4_000), ("aborted", 2_000), ("flood", 20_000)];

    /// <summary>Measures, prints the table, and gives the bars.</summary>
    public static Bar[] Measure(StormNetwork network, string plugin, Workshop workshop)
    {
        string[][] programs = [[], workshop.Attach("empty"), [plugin, "1", "--source", "kernel"]];
        double[,][] took = ProgramTimes.While(accounted: false, () => Measure(network, programs, workshop.Path));

        Console.WriteLine("| storm   | nobody attached  | empty programs   | this plugin      |");
        Console.WriteLine("|---------|-----------------:|-----------------:|-----------------:|");
        for (int storm = 0; storm < Storms.Length; storm++)
        {
            string[] cells =
            [
                .. Enumerable.Range(0, programs.Length).Select(program => FormattableString.Invariant(
                    $"{1e9 / Statistics.Median(took[storm, program]),8:0}/s {Ratio(took[storm, program], took[storm, 0]):0.000}")),
            ];
            Console.WriteLine($"| {Storms[storm].Kind,-7} | {string.Join(" | ", cells)} |");
        }

        Console.WriteLine();
        return
        [
            new("refused: throughput, times that with nobody attached", Ratio(took[0, 2], took[0, 0]), 0.97, IsFloor: true),
            new("aborted: throughput, times that with nobody attached", Ratio(took[1, 2], took[1, 0]), 0.97, IsFloor: true),
            new("flood: throughput, times that with empty programs", Ratio(took[2, 2], took[2, 1]), 0.97, IsFloor: true),
        ];
    }

    private static double[,][] Measure(StormNetwork network, string[][] programs, string directory)
    {
        string[] ready = ["", "attached", "BEGIN "];
        double[,][] took = new double[Storms.Length, programs.Length][];
        for (int round = 0; round < Rounds; round++)
        {
            // Which one comes first changes, so that a machine that grows slower or faster treats all alike.
            for (int turn = 0; turn < programs.Length; turn++)
            {
                int program = (round + turn) % programs.Length;
                using Background? attached = program == 0 ? null : new Background(programs[program], directory, ready[program]);
                for (int storm = 0; storm < Storms.Length; storm++)
                {
                    (took[storm, program] ??= new double[Rounds])[round] = network.Storm(Storms[storm].Kind, Storms[storm].Times).Took;
                }
            }
        }

        return took;
    }

    private static double Ratio(double[] took, double[] than) => Statistics.Median(than.Zip(took, (before, now) => before / now));
}
