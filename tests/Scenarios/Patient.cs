using System.Diagnostics;
using TcpResets.Kernel;
using TcpResets.Linux;
using TcpResets.Resets;
using TcpResets.Services;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios;

/// <summary>A host in trouble, watched by the kernel's own events, as the command does it.</summary>
internal sealed class Patient : IDisposable, IServiceDirectory
{
    private readonly Wire wire = new();
    private readonly KernelSource source;
    private readonly ResetCounts counts = new();
    private readonly FlowTable table;
    private readonly Scene scene;
    private readonly Stopwatch watch = new();
    private readonly List<(string Key, string Before)> machine = [];
    private Service service = Service.Host;
    private Noise? noise;

    public Patient()
    {
        source = KernelSource.TryAttach(new KernelOptions { NetworkNamespace = wire.Host.Inode }, out SourceFinding finding)
            ?? throw new InvalidOperationException(finding.Reason);
        table = new FlowTable(4096, this, ClockGetTime.TicksPerSecond());
        scene = new Scene(wire, Family.IPv4);
        Settle();
        watch.Start();
    }

    /// <summary>How many unrelated resets the source has seen, for each second that they were made in.</summary>
    public double NoisePerSecond { get; private set; }

    public bool Knows(Kind kind) => source.Knows(Family.IPv4, kind);

    Service IServiceDirectory.Find(ulong cgroup, uint networkNamespace) => service;

    /// <summary>Lets it happen.</summary>
    /// <param name="isNoisy">Whether there are unrelated resets from now on, between which it happens bit by bit.</param>
    public void Suffer(Trouble trouble, bool isNoisy)
    {
        noise ??= isNoisy ? new Noise(wire) : null;
        service = trouble.Service;
        foreach (string[] setting in trouble.Settings.Select(setting => setting.Split('=')))
        {
            wire.Host.Set(setting[0], setting[1]);
        }

        if (trouble.Firewall.Length > 0)
        {
            wire.Host.Run("nft", "-f -", trouble.Firewall);
        }

        Stopwatch time = Stopwatch.StartNew();
        TimeSpan pace = isNoisy && !trouble.IsAtOnce ? trouble.Lasts / trouble.Times : TimeSpan.Zero;
        TimeSpan lived = noise?.Lived ?? default;
        for (int i = 0; i < trouble.Times; i++)
        {
            noise?.GoOnUntil(lived + (trouble.IsAtOnce ? trouble.Lasts : pace * (i + 1)));
            trouble.Act(scene, i);
            Scene.Await(() => time.Elapsed >= pace * (i + 1), "the time of what happens next");
        }

        foreach (string[] setting in trouble.Machine.Select(setting => setting.Split('=')))
        {
            machine.Add((setting[0], NetworkNamespace.SetOutside(setting[0], setting[1])));
        }

        trouble.Then(scene);
        noise?.GoOnUntil(lived + trouble.Lasts);
        Scene.Await(() => noise is null || noise.Lived >= lived + trouble.Lasts, "the noise beside it");

        // Nearly all are enough for a diagnosis: that each is counted is for the arena to tell, which knows where no program runs.
        Scene.Await(
            () =>
            {
                Settle();
                return CountOf(trouble.Kind) >= trouble.Resets * 9 / 10;
            },
            $"{trouble.Resets} of {trouble}");
    }

    /// <summary>What explains it, the heaviest first.</summary>
    public List<Cause> Diagnose()
    {
        Settle();
        NoisePerSecond = noise?.RateIn(table.Rows) ?? 0;
        List<Crowd> crowds = Diagnosis.Look([], table.Rows, watch.Elapsed.TotalSeconds);

        // The machine that runs the tests may have been started just now. That a restart is named, rows that are written down show:
        // The_causes_of_resets.tell_that_this_host_was_restarted; so they do of units and of processes killed, which are systemd's to tell.
        HostFacts machine = HostNumbers.Read();
        HostFacts facts = wire.Host.Visit(() => new HostFactsReader(isRoot: true).Read(crowds, machine));
        facts.BootTime = null;
        return Diagnosis.Explain(crowds, facts);
    }

    public void Dispose()
    {
        machine.ForEach(setting => NetworkNamespace.SetOutside(setting.Key, setting.Before));
        noise?.Dispose();
        scene.Dispose();
        source.Dispose();
        wire.Dispose();
    }

    private long CountOf(Kind kind)
    {
        long count = 0;
        foreach (Flow flow in table.Rows)
        {
            count += flow.Key.Kind == kind ? (long)flow.Count : 0;
        }

        return count;
    }

    private void Settle()
    {
        Stopwatch held = Stopwatch.StartNew();
        Scene.Await(() => held.ElapsedMilliseconds > 25, "what the source holds back");
        long now = ClockGetTime.Boottime();
        table.Begin(now);
        source.Read(counts);
        source.HandOn(table);
        table.Settle(counts, now, ClockGetTime.Realtime());
    }
}
