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
    private readonly ulong[] sums = new ulong[Kinds.All];

    private KernelSource(KernelPlan plan, KernelTotals totals, List<BpfLink> links, bool isHostWide)
    {
        IsHostWide = isHostWide;
        this.plan = plan;
        this.totals = totals;
        this.links = links;
    }

    /// <inheritdoc/>
    public override SourceKind Kind => SourceKind.Kernel;

    /// <inheritdoc/>
    public override bool IsHostWide { get; }

    /// <summary>What this kernel does not tell: words that can follow each other in one sentence.</summary>
    public IReadOnlyList<string> Limits => plan.Limits;

    /// <summary>How many events the kernel has skipped, since a program would have nested in itself. It takes a system call a program.</summary>
    public override ulong Missed => links.Aggregate(0UL, (sum, link) => sum + link.Missed);

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
        finding = new SourceFinding(SourceKind.Kernel, source is not null, source is null ? problem! : string.Join("; ", source.Findings()));
        return source;
    }

    /// <inheritdoc/>
    public override bool Tells(int slot) => CanTell(slot, Family.IPv4) || CanTell(slot, Family.IPv6);

    /// <inheritdoc/>
    public override void Read(ResetCounts counts)
    {
        totals.Sum(sums);
        Read(counts, Family.IPv4, sums.AsSpan(0, Kinds.Count));
        Read(counts, Family.IPv6, sums.AsSpan(Kinds.IPv6, Kinds.Count));
    }

    /// <inheritdoc/>
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

        problem = KernelRequirements.Missing(types);
        if (problem is not null)
        {
            return null;
        }

        // One function can be watched, and another one not.
        KernelSource? source = FunctionWatch.IsPossible(types) ? Attach(Plan(usesFunctions: true), types, networkNamespace, out errno) : null;
        source ??= Attach(Plan(usesFunctions: false), types, networkNamespace, out errno);
        problem = source is null ? KernelRequirements.CannotLoad(errno, types) : null;
        return source;

        KernelPlan Plan(bool usesFunctions) => KernelPlan.Make(types, usesFunctions, KernelPrivileges.MayReadModules);
    }

    private static KernelSource? Attach(KernelPlan plan, KernelBtf types, uint networkNamespace, out int errno)
    {
        Meanings meanings = new(types.Enumeration("sk_rst_reason"), types.Enumeration("skb_drop_reason"))
        {
            OnlyNetworkNamespace = networkNamespace,
            CountsStrays = plan.CountsStrays,
            CountsAnswers = plan.CountsAnswers,
            EmbryonicResets = plan.EmbryonicResets,
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

        using BpfObject programs = BpfObject.Load(plan, meanings, cpus, out errno);
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

    private bool CanTell(int slot, Family family)
    {
        for (int kind = 0; kind < Kinds.Count; kind++)
        {
            if (plan.Knows(family, kind) && (slot == Kinds.Slot(family, kind) || slot == Kinds.TotalSlot(family, kind)))
            {
                return true;
            }
        }

        return false;
    }

    private void Read(ResetCounts counts, Family family, ReadOnlySpan<ulong> kinds)
    {
        ulong received = 0;
        ulong sent = 0;
        for (int kind = 0; kind < kinds.Length; kind++)
        {
            if (!plan.Knows(family, kind))
            {
                continue;
            }

            counts.Set(Kinds.Slot(family, kind), kinds[kind]);
            int total = Kinds.TotalSlot(family, kind);
            received += total == ResetCounts.Received(family) ? kinds[kind] : 0;
            sent += total == ResetCounts.Sent(family) ? kinds[kind] : 0;
        }

        counts.Set(ResetCounts.Received(family), received);
        counts.Set(ResetCounts.Sent(family), sent);
    }
}
