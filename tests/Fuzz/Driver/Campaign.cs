using System.Diagnostics;
using System.Globalization;
using TcpResets.Tests.Fuzz.Targets;

namespace TcpResets.Tests.Fuzz.Driver;

/// <summary>
/// For each target in turn: makes inputs, reads each, and keeps those that have gone a new way to make others of, until its share of the
/// time is over or one does harm. In this process, of one thread, guided by <see cref="Ways"/>.
/// </summary>
internal static class Campaign
{
    private static readonly TimeSpan Progress = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    public static int Run(string[] names, int seconds, ulong seed, bool keeps)
    {
        Target[] targets = Chosen(names);
        Console.WriteLine($"seed {seed} (again with FUZZ=\"--seed {seed}\"), {seconds} s for {targets.Length} targets");
        Console.WriteLine($"{"target",-22}{"inputs",10}{"a second",10}{"edges",8}{"corpus",8}");
        foreach (Target target in targets)
        {
            int status = Run(target, TimeSpan.FromSeconds((double)seconds / targets.Length), seed, keeps);
            if (status != 0)
            {
                return status;
            }
        }

        Console.WriteLine("nothing found");
        return 0;
    }

    /// <summary>Reads one input, and lets whatever comes of it end the process.</summary>
    public static int ReadOne(string[] names, string file)
    {
        Target target = Chosen(names)[0];
        target.ReadWithin(File.ReadAllBytes(file));
        Console.WriteLine($"{target.Name} reads it without harm");
        return 0;
    }

    private static Target[] Chosen(string[] names)
    {
        Target[] targets = [.. Every.Target.Where(target => names.Length == 0 || names.Contains(target.Name))];
        return targets.Length > 0 ? targets : throw new ArgumentException(
            $"no such target; there are {string.Join(", ", Every.Target.Select(target => target.Name))}");
    }

    private static int Run(Target target, TimeSpan time, ulong seed, bool keeps)
    {
        List<byte[]> corpus = [.. Corpus.Of(target).Where(input => input.Length <= target.Longest).DefaultIfEmpty([])];
        int seeds = target.Fixtures.Count;
        Mutator mutator = new(target, seed);
        Ways ways = new(); // what was a new one to another target is as new to this one
        using Find find = new(target);
        long inputs = 0;
        byte[] input = [];
        using Timer watchdog = new(_ =>
        {
            Find.Keep(target.Name, input, $"it was not read within {Patience.TotalSeconds} s");
            Environment.Exit(1);
        });
        Stopwatch watch = Stopwatch.StartNew();
        TimeSpan nextProgress = Progress;
        bool isOver = false;
        for (; !isOver; inputs++)
        {
            bool isOfCorpus = inputs < corpus.Count;
            input = isOfCorpus ? corpus[(int)inputs]
                : mutator.Make(corpus[mutator.Below(corpus.Count)], corpus[mutator.Below(corpus.Count)]);
            find.Note(input);
            if (inputs % 64 == 0)
            {
                watchdog.Change(Patience, Timeout.InfiniteTimeSpan);
            }

            Ways.Begin();
            try
            {
                target.ReadWithin(input);
            }
            catch (Exception harm)
            {
                return Find.Keep(target.Name, input, harm is Harm ? harm.Message : harm.ToString());
            }

            if (ways.IsNew() && !isOfCorpus)
            {
                corpus.Add(input);
            }

            isOver = watch.Elapsed >= time && inputs >= corpus.Count;
            if (watch.Elapsed >= nextProgress || isOver)
            {
                nextProgress += Progress;
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{target.Name,-22}{inputs,10}{inputs / watch.Elapsed.TotalSeconds,10:0}{ways.Count,8}{corpus.Count,8}"));
            }
        }

        watchdog.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        if (keeps)
        {
            Corpus.Keep(target, Fewest(target, corpus[seeds..]));
        }

        return 0;
    }

    // The shortest first, each that goes a way which none of those taken has; counts apart, since a corpus is read at each test.
    private static List<byte[]> Fewest(Target target, List<byte[]> corpus)
    {
        HashSet<int> covered = [];
        List<byte[]> fewest = [];
        foreach (byte[] input in corpus.OrderBy(input => input.Length))
        {
            Ways.Begin();
            target.ReadWithin(input);
            int before = covered.Count;
            covered.UnionWith(Ways.Last().Select(way => way >> 8));
            if (covered.Count > before)
            {
                fewest.Add(input);
            }
        }

        return fewest;
    }
}
