using TcpResets.Kernel;
using TcpResets.Resets;

namespace TcpResets.Tests.Scenarios;

/// <summary>A source with rules, and what it has said since it was told to begin.</summary>
/// <param name="name">What its rules are.</param>
/// <param name="source">Disposed of with this.</param>
/// <param name="excludes">Whether they take a kind, of those that its peers can make.</param>
internal sealed class RuleSource(string name, KernelSource source, Func<Family, Kind, bool> excludes) : IDisposable
{
    private readonly ResetCounts counts = new();
    private readonly Dictionary<(Family, Kind), ulong> before = [];
    private readonly HeardEvents heard = new();

    /// <summary>How many there were of each kind, where there were any.</summary>
    public SortedDictionary<string, ulong> Counted { get; } = [];

    public void Begin()
    {
        Read();
        heard.All.Clear();
        foreach ((Family family, Kind kind) in Kinds)
        {
            before[(family, kind)] = counts.TryGet(family, kind, out ulong resets) ? resets : 0;
        }
    }

    public void Read()
    {
        source.Read(counts);
        source.HandOn(heard);
        Counted.Clear();
        foreach ((Family family, Kind kind) in Kinds)
        {
            if (counts.TryGet(family, kind, out ulong resets) && resets > before.GetValueOrDefault((family, kind)))
            {
                Counted[Name(family, kind)] = resets - before.GetValueOrDefault((family, kind));
            }
        }
    }

    /// <summary>What this must say where one without rules says what it has counted.</summary>
    public string Expects(RuleSource plain)
    {
        SortedDictionary<string, ulong> expected = [];
        List<ResetEvent> events = [];
        foreach ((Family family, Kind kind) in Kinds)
        {
            if (plain.Counted.TryGetValue(Name(family, kind), out ulong resets))
            {
                string counted = excludes(family, kind) ? Name(family, Kind.Excluded) : Name(family, kind);
                expected[counted] = expected.GetValueOrDefault(counted) + resets;
                events.AddRange(Enumerable.Repeat(
                    new ResetEvent(family, isExcluded: excludes(family, kind)) { KindNumber = kind.Number }, (int)resets));
            }
        }

        return Text(expected, events);
    }

    public override string ToString() => Text(Counted, heard.All);

    public void Dispose() => source.Dispose();

    private static IEnumerable<(Family Family, Kind Kind)> Kinds =>
        from family in Enum.GetValues<Family>()
        from kind in KindWords.All.Append(Kind.Excluded)
        select (family, kind);

    private static string Name(Family family, Kind kind) =>
        kind == Kind.Excluded ? $"{family} excluded" : $"{family} {Words<Direction>.Of(kind.Direction)}.{kind}";

    private string Text(SortedDictionary<string, ulong> counted, IEnumerable<ResetEvent> events)
    {
        IEnumerable<string> told = events
            .GroupBy(each => Name(each.Family, each.Kind) + (each.IsExcluded ? " excluded" : ""))
            .OrderBy(each => each.Key, StringComparer.Ordinal)
            .Select(each => $"{each.Count()} {each.Key}");
        return $"{name}: {string.Join(", ", counted.Select(each => $"{each.Value} {each.Key}"))}, events {string.Join(", ", told)}";
    }
}
