using TcpResets.Kernel.Tables;
using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Kernel;

/// <summary>
/// Source <c>kernel</c>: BPF programs at the places where the kernel receives, drops and sends resets. They count from the moment at
/// which they are attached, and are gone with the process.
/// </summary>
internal sealed class KernelSource : ResetSource
{
    private readonly KernelPlan plan;
    private readonly KernelTotals totals;
    private readonly List<BpfLink> links;
    private readonly List<(Family Family, Kind Kind)> known = [];
    private readonly ulong[] sums = new ulong[KernelTotals.Size];
    private readonly ReceivedCount[] received = new ReceivedCount[KernelTotals.Size];

    private KernelSource(KernelPlan plan, KernelTotals totals, List<BpfLink> links, bool isHostWide)
    {
        IsHostWide = isHostWide;
        this.plan = plan;
        this.totals = totals;
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
        }
    }

    public override SourceKind SourceKind => SourceKind.Kernel;

    public override bool IsHostWide { get; }

    /// <summary>What this kernel does not tell: words that can follow each other in one sentence.</summary>
    public IReadOnlyList<string> Limits => plan.Limits;

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
    /// <param name="networkNamespace">The inode number of the network namespace to count, or 0 for all.</param>
    /// <param name="finding">Whether it works, and why not.</param>
    /// <returns>The source, which the caller disposes of, or null.</returns>
    public static KernelSource? TryAttach(uint networkNamespace, out SourceFinding finding)
    {
        LibBpf.BeSilent();
        string? problem = KernelRequirements.Missing();
        KernelSource? source = problem is null ? Attach(networkNamespace, out problem) : null;
        Heap.GiveBack(); // the kernel's types, 5 MB of them, have gone through it twice
        finding = new(SourceKind.Kernel, source is not null, source is null ? problem! : string.Join("; ", source.Findings()));
        return source;
    }

    public override bool Knows(Family family, Kind kind) => plan.Knows(family, kind);

    public override void Read(ResetCounts counts)
    {
        totals.Sum(sums);
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

    public override void Dispose()
    {
        foreach (BpfLink link in links)
        {
            link.Dispose();
        }

        totals.Dispose();
    }

    private IEnumerable<string> Findings() =>
    [
        $"kernel events, exact, {(IsHostWide ? "all network namespaces" : "this network namespace only")}",
        .. Limits,
        .. KernelPrivileges.NeedSysAdmin ? ["attached by CAP_SYS_ADMIN, since CAP_BPF and CAP_PERFMON were not given"]
            : plan.UsesModules ? ["attached by CAP_SYS_ADMIN, too, since functions of modules are watched"] : Array.Empty<string>(),
    ];

    private static KernelSource? Attach(uint networkNamespace, out string? problem)
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

        KernelSource? source = Attach(facts, networkNamespace, out errno);
        if (source is null && facts.Watching == FunctionWatching.Possible) // one function can be watched, and another one not
        {
            source = Attach(facts with { Watching = FunctionWatching.Impossible }, networkNamespace, out errno);
        }

        problem = source is null ? KernelRequirements.CannotLoad(errno, facts) : null;
        return source;
    }

    private static KernelSource? Attach(KernelFacts facts, uint networkNamespace, out int errno)
    {
        KernelPlan plan = KernelPlan.For(facts);
        Meanings meanings = new(facts.SentReasons, facts.DropReasons)
        {
            OnlyNetworkNamespace = networkNamespace,
            CountsStrays = plan.CountsStrays ? 1 : 0,
            CountsAnswers = plan.CountsAnswers ? 1 : 0,
            EmbryonicRsts = plan.EmbryonicRsts,
        };
        int cpus = Processors.NumberAfterLast(out errno);
        if (errno != 0)
        {
            return null;
        }

        if (plan.UsesModules)
        {
            KernelPrivileges.RaiseForModules();
        }

        using BpfObject programs = BpfObject.Load(plan, in meanings, cpus, out errno);
        if (errno != 0)
        {
            return null;
        }

        KernelTotals totals = KernelTotals.Map(programs.Totals, cpus, out errno);
        List<BpfLink> links = errno == 0 ? programs.Attach(out errno) : [];
        KernelSource source = new(plan, totals, links, isHostWide: networkNamespace == 0);
        if (errno == 0)
        {
            return source;
        }

        source.Dispose();
        return null;
    }
}
