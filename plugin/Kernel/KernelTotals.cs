using Microsoft.Win32.SafeHandles;
using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Kernel;

/// <summary>The map <c>totals</c>, as the programs write it: one <c>struct totals</c> a CPU, read without a system call.</summary>
internal sealed unsafe class KernelTotals(int cpus) : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>How many numbers <c>struct totals</c> has: a place for each <see cref="Kind.Slot"/>.</summary>
    public const int Size = 2 * Kind.Room;

    /// <summary>Maps it into this process, which keeps it alive.</summary>
    public static KernelTotals Map(int descriptor, int cpus, out int errno)
    {
        KernelTotals totals = new(cpus);
        totals.SetHandle(MemoryMap.Read(descriptor, (nuint)totals.Length, out errno));
        return totals;
    }

    /// <summary>Adds up all CPUs. What turned out to be mistaken is read first: it must not be newer than what it was counted as.</summary>
    public void Sum(Span<ulong> sums)
    {
        sums.Clear();
        Add(sums, Kind.Count, Kind.Counted);
        Add(sums, Kind.Room + Kind.Count, Kind.Room + Kind.Counted);
        Add(sums, 0, Kind.Count);
        Add(sums, Kind.Room, Kind.Room + Kind.Count);
    }

    private void Add(Span<ulong> sums, int first, int end)
    {
        ulong* total = (ulong*)handle;
        for (int cpu = 0; cpu < cpus; cpu++, total += Size)
        {
            for (int slot = first; slot < end; slot++)
            {
                sums[slot] += Volatile.Read(ref total[slot]);
            }
        }
    }

    protected override bool ReleaseHandle() => MemoryMap.Unmap(handle, (nuint)Length);

    private int Length => cpus * Size * sizeof(ulong);
}
