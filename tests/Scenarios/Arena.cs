using System.Diagnostics;
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
    private static readonly TimeSpan PatienceWithWire = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan PatienceWithKernel = TimeSpan.FromMilliseconds(1000);

    private readonly Wire wire = new();
    private readonly Witness witness;
    private readonly Reading snmp;
    private readonly Reading? kernel;
    private readonly KernelTrace? trace = KernelTrace.Begin();

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
        return new Outcome(
            Directions((way.WireSeesArrive ?? way.Received + way.Ignored) * way.Times, (way.WireSeesLeave ?? way.Sent) * way.Times),
            kernel is null ? null : Dimensions(counted
                .Where(dimension => !Lacks.Any(lack => lack.Hides.Contains(dimension)))
                .GroupBy(dimension => dimension)
                .ToDictionary(g => g.Key, g => (ulong)(g.Count() * way.Times))),
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
            Outcome seen = PlayHere(way, family);
            for (int again = 0; again < 3 && seen != expected && trace?.HasFallenOnProcessOne() == true; again++)
            {
                seen = PlayHere(way, family);
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

    private Instead? InsteadOf(Way way) => way.Without.FirstOrDefault(instead => Lacks.Contains(instead.Of));

    private Outcome PlayHere(Way way, Family family)
    {
        AwaitSilence();
        wire.Forget();
        trace?.Forget();
        (long arrived, long left) = (witness.Arrived(family), witness.Left(family));
        Dictionary<string, ulong> counted = kernel?.Read() ?? [];
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
                Directions(witness.Arrived(family) - arrived, witness.Left(family) - left),
                kernel is null
                    ? null
                    : Dimensions(Growth(kernel.Read(), counted)) + (kernel.Excess > 0 ? $", {kernel.Excess} that were none" : ""),
                expected.Snmp);
            if (seen.Wire == expected.Wire)
            {
                kernelPatience.Start();
            }
        }
        while (seen != expected && patience.Elapsed < PatienceWithWire && kernelPatience.Elapsed < PatienceWithKernel);

        Dictionary<string, ulong> estimate = Growth(snmp.Read(), estimated);
        long received = (long)estimate.GetValueOrDefault("ipv4 received"), sent = (long)estimate.GetValueOrDefault("ipv4 sent");
        return seen with { Snmp = Directions(received, sent) };
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
