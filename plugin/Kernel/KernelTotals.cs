using Microsoft.Win32.SafeHandles;
using TcpResets.Linux;

namespace TcpResets.Kernel;

/// <summary>The map <c>totals</c>, as the programs write it: one <c>struct totals</c> a CPU, read without a system call.</summary>
internal sealed unsafe class KernelTotals : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly int cpus;

    private KernelTotals(int cpus)
        : base(ownsHandle: true) => this.cpus = cpus;

    /// <summary>Maps it into this process, which keeps it alive.</summary>
    /// <param name="descriptor">The map.</param>
    /// <param name="cpus">How many CPUs it has room for.</param>
    /// <param name="errno">0, or why it cannot be mapped.</param>
    public static KernelTotals Map(int descriptor, int cpus, out int errno)
    {
        KernelTotals totals = new(cpus);
        totals.SetHandle(MemoryMap.Read(descriptor, (nuint)totals.Length, out errno));
        return totals;
    }

    /// <summary>Adds up all CPUs.</summary>
    /// <param name="sums">As in <c>struct totals</c>.</param>
    public void Sum(Span<ulong> sums)
    {
        sums.Clear();
        ulong* total = (ulong*)handle;
        for (int cpu = 0; cpu < cpus; cpu++)
        {
            for (int i = 0; i < Kinds.All; i++)
            {
                sums[i] += Volatile.Read(ref *total++);
            }
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle() => MemoryMap.Unmap(handle, (nuint)Length);

    private int Length => cpus * Kinds.All * sizeof(ulong);
}
