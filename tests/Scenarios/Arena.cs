using System.Diagnostics;
using System.Net;
using TcpResets.Kernel;
using TcpResets.Linux;
using TcpResets.Logging;
using TcpResets.Procfs;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios;

/// <summary>Two hosts, the witness and the plugin's sources: acts a way out and tells what each of them saw.</summary>
internal sealed class Arena : IDisposable
{
    // The wire has fallen silent when nothing has passed for so long: all of it runs on one CPU, and no reset waits for another's answer.
    private const int SilenceMilliseconds = 15;
    private static readonly TimeSpan PatienceWithWire = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PatienceWithKernel = TimeSpan.FromSeconds(3);

    /// <summary>A machine that stands still for longer may let timers of TCP run out, on which ways rest.</summary>
    public static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(200);

    private const int Flood = 100;
    private const int SliceTicks = 15; // of 10 ms: KernelEvents, with the length of a tick
    private const int PlaysMost = 4;

    private readonly Wire wire = new();
    private readonly Witness witness;
    private readonly Reading snmp;
    private readonly Reading? kernel;
    private readonly KernelTrace? trace = KernelTrace.Begin();
    private nint lastEnded = Native.times(0);

    /// <summary>Sets all up.</summary>
    /// <param name="attach">Opens source <c>kernel</c> for one network namespace, by its number.</param>
    public Arena(Func<uint, KernelSource?> attach)
    {
        witness = new Witness(wire.Host);
        if (attach(wire.Host.Inode) is { } source)
        {
            kernel = new Reading(source);
            Lacks = Lack.OfThisKernel(source.Limits);
        }

        // Its files are those of the namespace in which they are opened.
        Log log = new(new LogSettings(LogLevel.Warning, LogFormat.Classic, null, false), FileDescriptor.Stderr);
        snmp = new Reading(new SnmpSource("/proc/thread-self/net", log));
        wire.Host.Visit(snmp.Read);
    }

    /// <summary>What this kernel lacks.</summary>
    public Lack[] Lacks { get; } = [];

    /// <summary>What must be seen.</summary>
    public Outcome Expect(Way way, Family family)
    {
        Instead? instead = InsteadOf(way);
        string[] counts = instead?.Counts ?? way.Counts;
        int estimatesReceived = instead?.EstimatesReceived ?? way.EstimatesReceived ?? Way.ReceivedOf(counts);
        IEnumerable<string> counted = counts.Select(dimension => $"{Name(family)} {dimension}");
        string? dimensions = kernel is null ? null : Dimensions(counted
            .Where(dimension => !IsHidden(dimension))
            .GroupBy(dimension => dimension)
            .ToDictionary(g => g.Key, g => (ulong)(g.Count() * way.Times)));
        return new Outcome(
            Directions((way.WireSeesArrive ?? way.Received + way.Ignored) * way.Times, (way.WireSeesLeave ?? way.Sent) * way.Times),
            dimensions,
            dimensions,
            Directions(estimatesReceived * way.Times, (way.EstimatesSent ?? way.Sent) * way.Times));
    }

    /// <summary>What this kernel lacks so that another outcome must be seen than on the newest; null if nothing.</summary>
    public Lack? LackFor(Way way, Family family) => InsteadOf(way)?.Of
        ?? Lacks.FirstOrDefault(lack => way.Counts.Any(dimension => lack.Hides.Contains($"{Name(family)} {dimension}")));

    /// <summary>What is seen.</summary>
    public Outcome Play(Way way, Family family)
    {
        using Cpu cpu = new(0);
        List<(string Key, string Before)> settings = [];
        try
        {
            foreach (string[] setting in way.Settings.Select(setting => setting.Split('=')))
            {
                settings.Add((setting[0], wire.Host.Set(setting[0], setting[1])));
            }

            SetFirewall(wire.Host, way.Firewall);
            SetFirewall(wire.Peer, way.PeerFirewall);
            Outcome expected = Expect(way, family);
            Outcome seen = Unstalled.Play(Stall, () => PlayHere(way, family));

            // A machine may stand still for long enough that TCP sends something again: then the wire is not as it must be.
            for (int plays = 1; plays < PlaysMost && (seen.Wire != expected.Wire
                || (seen != expected && trace?.HasFallenOnProcessOne() == true)); plays++)
            {
                seen = Unstalled.Play(Stall, () => PlayHere(way, family));
            }

            return seen;
        }
        finally
        {
            settings.ForEach(setting => wire.Host.Set(setting.Key, setting.Before));
            SetFirewall(wire.Host, way.Firewall.Length > 0 ? "flush ruleset" : "");
            SetFirewall(wire.Peer, way.PeerFirewall.Length > 0 ? "flush ruleset" : "");
        }
    }

    public void Dispose()
    {
        trace?.Dispose();
        kernel?.Dispose();
        snmp.Dispose();
        witness.Dispose();
        wire.Dispose();
    }

    private bool IsHidden(string dimension) => Lacks.Any(lack => lack.Hides.Contains(dimension));

    private Instead? InsteadOf(Way way) => way.Without.FirstOrDefault(instead => Lacks.Contains(instead.Of));

    private Outcome PlayHere(Way way, Family family)
    {
        // What a row hands on fits into the budget of a slice of time, but not with the flood of the row before. It is a slice of the
        // kernel's ticks, which an emulated machine may owe for a while: so is what times(2) tells.
        Scene.Await(() => way.Counts.Length < Flood || Native.times(0) - lastEnded > SliceTicks, "a slice of time to pass");
        AwaitSilence();
        wire.Forget();
        trace?.Forget();
        witness.Forget();
        Dictionary<string, ulong> counted = kernel?.Read() ?? [];
        _ = kernel?.Hear();
        List<ResetEvent> heard = [];
        Dictionary<string, ulong> estimated = snmp.Read();

        using Scene scene = new(wire, family);
        for (int i = 0; i < way.Times; i++)
        {
            way.Act(scene);
        }

        Outcome expected = Expect(way, family);
        Outcome seen;
        Stopwatch patience = Stopwatch.StartNew();
        Stopwatch kernelPatience = new();
        do
        {
            AwaitSilence();
            seen = new Outcome(
                Directions(witness.Arrived(family).Count, witness.Left(family).Count) + OfOthers(family),
                kernel is null
                    ? null
                    : Dimensions(Growth(kernel.Read(), counted)) + (kernel.Excess > 0 ? $", {kernel.Excess} that were none" : ""),
                Events(way, family, heard),
                expected.Snmp);
            if (seen.Wire == expected.Wire)
            {
                kernelPatience.Start();
            }
        }
        while (seen != expected && patience.Elapsed < PatienceWithWire && kernelPatience.Elapsed < PatienceWithKernel);

        lastEnded = Native.times(0);
        Dictionary<string, ulong> estimate = Growth(snmp.Read(), estimated);
        long received = (long)estimate.GetValueOrDefault("ipv4 received"), sent = (long)estimate.GetValueOrDefault("ipv4 sent");
        return seen with { Snmp = Directions(received, sent) };
    }

    /// <summary>What the events say, and which of them the wire has not seen, or seen with other ends.</summary>
    private string? Events(Way way, Family family, List<ResetEvent> heard)
    {
        if (kernel is null)
        {
            return null;
        }

        heard.AddRange(kernel.Hear().All);

        // Some of those whose total is not known, since others of their kind are not seen, are handed on all the same.
        Dictionary<string, ulong> dimensions = heard.GroupBy(HeardEvents.Dimension).Where(g => !IsHidden(g.Key))
            .ToDictionary(g => g.Key, g => (ulong)g.Count());
        string unseen = Unseen(heard.Where(reset => reset.Kind.Direction != Direction.Sent), witness.Arrived(family), way.WireSeesArrive)
            + Unseen(heard.Where(reset => reset.Kind.Direction == Direction.Sent), witness.Left(family), way.WireSeesLeave);
        return Dimensions(dimensions) + unseen;
    }

    // Where a row says that the wire sees another number, so many events may have no reset there.
    private static string Unseen(IEnumerable<ResetEvent> heard, IReadOnlyList<Segment> seen, int? wireSees)
    {
        List<(IPEndPoint From, IPEndPoint To)> onWire = [.. seen.Select(segment => (segment.Source, segment.Destination))];
        List<(IPEndPoint From, IPEndPoint To)> ends = [.. heard.Select(HeardEvents.Ends)];
        int allowed = wireSees is null ? 0 : Math.Max(0, ends.Count - onWire.Count);
        List<(IPEndPoint From, IPEndPoint To)> unseen = [.. ends.Where(each => !onWire.Remove(each))];
        return unseen.Count <= allowed ? ""
            : $", {unseen.Count} not on the wire: {string.Join(", ", unseen.Distinct())}, but {string.Join(", ", onWire)}";
    }

    /// <summary>What a row before has left to come, if any did.</summary>
    private string OfOthers(Family family)
    {
        Family other = family == Family.IPv4 ? Family.IPv6 : Family.IPv4;
        int resets = witness.Arrived(other).Count + witness.Left(other).Count;
        return resets > 0 ? $", {resets} of {Name(other)}" : "";
    }

    private void AwaitSilence()
    {
        while (witness.Watch(SilenceMilliseconds))
        {
        }
    }

    private static void SetFirewall(NetworkNamespace at, string rules)
    {
        if (rules.Length > 0)
        {
            at.Run("nft", "-f -", rules);
        }
    }

    private static string Name(Family family) => family == Family.IPv4 ? "ipv4" : "ipv6";

    private static string Directions(long received, long sent) => $"{received} received, {sent} sent";

    /// <summary>The dimensions, without the totals; a total that is not their sum is shown too.</summary>
    private static string Dimensions(Dictionary<string, ulong> counts)
    {
        IEnumerable<KeyValuePair<string, ulong>> shown = counts
            .Where(c => c.Value > 0 && (c.Key.Contains('.', StringComparison.Ordinal) || !IsSum(c.Key)));
        return string.Join(", ", shown.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => $"{c.Value} {c.Key}"));

        bool IsSum(string total) => counts[total] == counts
            .Where(c => c.Key.StartsWith(total + '.', StringComparison.Ordinal))
            .Aggregate(0ul, (sum, c) => sum + c.Value);
    }

    private static Dictionary<string, ulong> Growth(Dictionary<string, ulong> now, Dictionary<string, ulong> before) =>
        now.ToDictionary(c => c.Key, c => c.Value - before.GetValueOrDefault(c.Key));
}
