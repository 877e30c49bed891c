using TcpResets.Kernel;
using TcpResets.Linux;
using TcpResets.Resets;
using TcpResets.Tests.Resets;

namespace TcpResets.Tests.Scenarios;

/// <summary>A table of flows over the source <c>kernel</c> of one network namespace, as the plugin has them.</summary>
internal sealed class LiveTable : IDisposable
{
    public LiveTable(uint networkNamespace, params ExcludeRule[] rules) =>
        Source = KernelSource.TryAttach(
                new KernelOptions { NetworkNamespace = networkNamespace, Exclude = rules }, out SourceFinding finding)
            ?? throw new InvalidOperationException(finding.Reason);

    public KernelSource Source { get; }

    /// <summary>The exact totals.</summary>
    public ResetCounts Counts { get; } = new();

    public FlowTable Table { get; } = new(64, new SomeServices(), ClockGetTime.TicksPerSecond());

    /// <summary>What happens at each tick.</summary>
    public void Settle()
    {
        Source.Read(Counts);
        Table.Begin(ClockGetTime.Boottime());
        Source.HandOn(Table);
        Table.Settle(Counts, ClockGetTime.Boottime(), ClockGetTime.Realtime());
    }

    /// <summary>What some rows count together.</summary>
    public ulong InRows(Func<Flow, bool> which) =>
        Table.Rows.ToArray().Where(which).Aggregate(0ul, (sum, row) => sum + row.Count);

    public void Dispose() => Source.Dispose();
}
