using TcpResets.Kernel.Tables;
using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Kernel;

/// <summary>
/// Source <c>kernel</c>: BPF programs at the places where the kernel receives, drops and sends resets. They count, and hand on, from the
/// moment at which they are attached, and are gone with the process.
/// </summary>
internal sealed class KernelSource : ResetSource
{
    private const string NoEvents = "who resets, and whom, is not told, since the events cannot be read";

    private readonly KernelPlan plan;
    private readonly KernelTotals totals;
    private readonly KernelEvents? events;
    private readonly bool isToHandOn;
    private readonly bool hasRules;
    private readonly ReasonNames reasons;
    private readonly List<BpfLink> links;
    private readonly List<(Family Family, Kind Kind)> known = [];
    private readonly ulong[] sums = new ulong[KernelTotals.Size];
    private readonly ReceivedCount[] received = new ReceivedCount[KernelTotals.Size];
    private (ResetCounts? To, ulong All) told;

    private KernelSource(
        KernelPlan plan, KernelTotals totals, KernelEvents? events, ReasonNames reasons, List<BpfLink> links, KernelOptions options)
    {
        IsHostWide = options.NetworkNamespace == 0;
        this.plan = plan;
        this.totals = totals;
        this.events = events;
        isToHandOn = options.HasEvents;
        hasRules = options.Exclude.Count > 0;
        this.reasons = reasons;
        this.links = links;
        foreach (Family family in Enum.GetValues<Family>())
        {
            for (byte number = 0; number < Kind.Count; number++)
            {
                if (plan.Knows(family, new Kind(number)))
                {
                    known.Add((family, new Kind(number)));
                }
            }

            if (hasRules)
            {
                known.Add((family, Kind.Excluded));
            }
        }
    }

    public override SourceKind SourceKind => SourceKind.Kernel;

    public override bool IsHostWide { get; }

    /// <summary>What this kernel does not tell: words that can follow each other in one sentence.</summary>
    public IReadOnlyList<string> Limits => HasEvents || !isToHandOn ? plan.Limits : [.. plan.Limits, NoEvents];

    /// <summary>How many events the kernel has skipped, since a program would have nested in itself. A system call a program.</summary>
    public override ulong? Missed
    {
        get
        {
            ulong? missed = 0;
            foreach (BpfLink link in links)
            {
                missed += link.Missed;
            }

            return missed;
        }
    }

    /// <summary>How many of those that were last told as received were none: 0, unless they were read in between.</summary>
    public ulong Excess { get; private set; }

    /// <summary>Attaches to the running kernel, if it can be done.</summary>
    /// <param name="options">What it is to do.</param>
    /// <param name="finding">Whether it works, and why not.</param>
    /// <returns>The source, which the caller disposes of, or null.</returns>
    public static KernelSource? TryAttach(KernelOptions options, out SourceFinding finding)
    {
        LibBpf.BeSilent();
        string? problem = KernelRequirements.Missing();
        KernelSource? source = problem is null ? Attach(options, out problem) : null;
        Heap.GiveBack(); // the kernel's types, 5 MB of them, have gone through it twice
        finding = new(SourceKind.Kernel, source is not null, source is null ? problem! : string.Join("; ", source.Findings()));
        return source;
    }

    public override bool Knows(Family family, Kind kind) => kind == Kind.Excluded ? hasRules : plan.Knows(family, kind);

    public override void Read(ResetCounts counts)
    {
        totals.Sum(sums);
        if (told == (counts, totals.All))
        {
            return;
        }

        told = (counts, totals.All);
        Span<ulong> ofTotals = stackalloc ulong[KernelTotals.Size];
        ofTotals.Clear();
        Excess = 0;
        foreach ((Family family, Kind kind) in known)
        {
            int slot = kind.Slot(family);
            ulong resets = kind.Mistaken is { } mistaken ? received[slot].Correct(sums[slot], sums[mistaken.Slot(family)]) : sums[slot];
            Excess += received[slot].Excess;
            counts.Set(family, kind, resets);
            if (kind.Total is { } total)
            {
                ofTotals[total.Slot(family)] += resets;
                counts.Set(family, total, ofTotals[total.Slot(family)]);
            }
        }
    }

    public override bool HasEvents => events is not null;

    public override void HandOn(IResetEventReader reader) => events?.HandOn(reader);

    public override string ReasonOf(in ResetEvent reset) =>
        reset.Kind.Direction == Direction.Sent ? reasons.OfSent(reset.Reason) : reasons.OfDropped(reset.Reason);

    public override void Dispose()
    {
        foreach (BpfLink link in links)
        {
            link.Dispose();
        }

        events?.Dispose();
        totals.Dispose();
    }

    private IEnumerable<string> Findings() =>
    [
        $"kernel events, exact, {(IsHostWide ? "all network namespaces" : "this network namespace only")}",
        .. Limits,
        .. isToHandOn ? Array.Empty<string>() : ["peers and services not told, as the configuration says"],
        .. KernelPrivileges.NeedSysAdmin ? ["attached by CAP_SYS_ADMIN, since CAP_BPF and CAP_PERFMON were not given"]
            : plan.UsesModules ? ["attached by CAP_SYS_ADMIN, too, since functions of modules are watched"] : Array.Empty<string>(),
    ];

    private static KernelSource? Attach(KernelOptions options, out string? problem)
    {
        using KernelPrivileges privileges = KernelPrivileges.Raise();
        using KernelBtf types = KernelBtf.Load(out int errno);
        if (errno != 0)
        {
            problem = KernelRequirements.CannotReadTypes(errno);
            return null;
        }

        KernelFacts facts = KernelFactsReader.Read(types);
        problem = KernelRequirements.Missing(facts);
        if (problem is not null)
        {
            return null;
        }

        KernelSource? source = Attach(facts, options, out errno);
        if (source is null && facts.Watching == FunctionWatching.Possible) // one function can be watched, and another one not
        {
            source = Attach(facts with { Watching = FunctionWatching.Impossible }, options, out errno);
        }

        problem = source is null ? KernelRequirements.CannotLoad(errno, facts) : null;
        return source;
    }

    private static KernelSource? Attach(KernelFacts facts, KernelOptions options, out int errno)
    {
        KernelPlan plan = KernelPlan.For(facts);
        int cpus = Processors.NumberAfterLast(out errno);
        if (errno != 0)
        {
            return null;
        }

        Meanings meanings = new(facts.SentReasons, facts.DropReasons)
        {
            OnlyNetworkNamespace = options.NetworkNamespace,
            CountsStrays = plan.CountsStrays ? 1 : 0,
            CountsAnswers = plan.CountsAnswers ? 1 : 0,
            EmbryonicRsts = plan.EmbryonicRsts,
            Budget = options.HasEvents ? KernelEvents.BudgetOf(Processors.NumberAfterLastOnline()) : 0,
            Slice = KernelEvents.SliceInTicks(ClockGetTime.TicksPerSecond()),
        };
        meanings.Exclude(options.Exclude);
        if (plan.UsesModules)
        {
            KernelPrivileges.RaiseForModules();
        }

        uint ringSize = options.HasEvents ? KernelEvents.RingSize : (uint)Environment.SystemPageSize;
        using BpfObject programs = BpfObject.Load(plan, in meanings, cpus, ringSize, out errno);
        if (errno != 0)
        {
            return null;
        }

        KernelTotals totals = KernelTotals.Map(programs.Totals, cpus, out errno);
        KernelEvents? events = errno == 0 && options.HasEvents ? KernelEvents.Map(programs.Events, totals) : null;
        List<BpfLink> links = errno == 0 ? programs.Attach(out errno) : [];
        KernelSource source = new(plan, totals, events, ReasonNames.Of(facts), links, options);
        if (errno == 0)
        {
            return source;
        }

        source.Dispose();
        return null;
    }
}
