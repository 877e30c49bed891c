using System.Diagnostics;
using System.Globalization;
using TcpResets.Kernel;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios;

/// <summary>
/// Two hosts, and several sources at one of them: one without rules, which says what there was, and others with some, each of which must
/// have excluded just what its rules say.
/// </summary>
internal sealed class RuleArena : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(20);

    private const int PlaysMost = 4;

    private readonly Wire wire = new();
    private readonly List<RuleSource> sources = [];
    private readonly KernelTrace? trace = KernelTrace.Begin();

    /// <summary>Sets all up.</summary>
    /// <param name="attach">Opens a source.</param>
    public RuleArena(Func<KernelOptions, KernelSource?> attach)
    {
        Kind[] kinds = [.. KindWords.All];
        IEnumerable<AddressRange> others = Enumerable.Range(1, ExcludeRule.MostRanges - 2)
            .Select(i => Range(string.Create(CultureInfo.InvariantCulture, $"192.0.2.{i}")));
        Attach("no rule", (_, _) => false);
        Attach("a rule for every other kind", (_, kind) => kind.Number % 2 == 0, Rule([.. kinds.Where(kind => kind.Number % 2 == 0)]));
        Attach("a rule for those between", (_, kind) => kind.Number % 2 == 1, Rule([.. kinds.Where(kind => kind.Number % 2 == 1)]));
        Attach(
            "the peers last of as many as there can be",
            (_, _) => true,
            Rule(kinds, [.. others, Range("10.77.0.0/24"), Range("fd77::/64")]));
        Attach(
            "two rules",
            (family, kind) => family == Family.IPv4 || kind.Direction == Direction.Received,
            Rule(kinds, Range("10.77.0.2/31")),
            Rule([.. Kind.OfReceived], Range("fd77::/96")));
        Attach("other peers", (_, _) => false, Rule(kinds, [.. others, Range("2001:db8::/32"), Range("::ffff:0:0/92")]));

        void Attach(string name, Func<Family, Kind, bool> excludes, params ExcludeRule[] rules)
        {
            if (attach(new KernelOptions { NetworkNamespace = wire.Host.Inode, Exclude = rules }) is { } source)
            {
                sources.Add(new RuleSource(name, source, excludes));
            }
        }
    }

    /// <summary>Whether a way can be played here: two hosts take part, as they are set up, and each reset is handed on.</summary>
    public static bool Takes(Way way) => way.Settings.Length == 0 && way.Firewall.Length == 0 && way.PeerFirewall.Length == 0
        && way.Needs is null && way.Counts.Length > 0 && !way.Name.Contains("over loopback", StringComparison.Ordinal)
        && !way.Name.StartsWith("a flood", StringComparison.Ordinal);

    /// <summary>Acts a way out, once.</summary>
    /// <returns>What each source must say, and what it says: dimensions, and those of events.</returns>
    public (string Expected, string Seen) Play(Way way, Family family)
    {
        (string Expected, string Seen) said = Unstalled.Play(Arena.Stall, () => PlayHere(way, family));
        for (int plays = 1; plays < PlaysMost && said.Expected != said.Seen && trace?.HasFallenOnProcessOne() == true; plays++)
        {
            said = Unstalled.Play(Arena.Stall, () => PlayHere(way, family));
        }

        return said;
    }

    public void Dispose()
    {
        trace?.Dispose();
        sources.ForEach(source => source.Dispose());
        wire.Dispose();
    }

    private (string Expected, string Seen) PlayHere(Way way, Family family)
    {
        using Cpu cpu = new(0);
        wire.Forget();
        trace?.Forget();
        sources.ForEach(source => source.Begin());
        using Scene scene = new(wire, family); // which stays as it is until a timer has ended it
        way.Act(scene);
        (string Expected, string Seen) said = ("", "nothing");
        Stopwatch patience = Stopwatch.StartNew(), sinceChange = Stopwatch.StartNew();
        while (patience.Elapsed < Patience && !(said.Expected == said.Seen && sinceChange.Elapsed > Silence))
        {
            (string Expected, string Seen) now = Compare();
            if (now != said)
            {
                sinceChange.Restart();
            }

            said = now;
        }

        return said;
    }

    private (string Expected, string Seen) Compare()
    {
        sources.ForEach(source => source.Read());
        return sources.Count == 0 || sources[0].Counted.Count == 0
            ? ("", "nothing")
            : (string.Join("; ", sources.Select(source => source.Expects(sources[0]))), string.Join("; ", sources));
    }

    private static ExcludeRule Rule(Kind[] kinds, params AddressRange[] peers) =>
        new("", kinds, 0, peers.Length > 0 ? peers : [AddressRange.All]);

    private static AddressRange Range(string text) =>
        AddressRange.TryParse(text, out AddressRange range) ? range : throw new FormatException(text);
}
