using Microsoft.Win32.SafeHandles;
using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Kernel;

/// <summary>The map <c>totals</c>, as the programs write it: one <c>struct totals</c> a CPU, read without a system call.</summary>
internal sealed unsafe class KernelTotals(int cpus) : SafeHandleZeroOrMinusOneIsInvalid(ownsHandle: true)
{
    /// <summary>How many counters <c>struct totals</c> begins with: a place for each <see cref="Kind.Slot"/>.</summary>
    public const int Size = 2 * Kind.Room;

    /// <summary>How many numbers it has in all, with what the programs note for themselves.</summary>
    public const int Stride = Size + 8;

    private readonly ulong[] each = new ulong[cpus * Size];

    /// <summary>What each CPU had counted, <see cref="Size"/> numbers of each, when it was added up last.</summary>
    public ReadOnlySpan<ulong> Each => each;

    /// <summary>All that was counted then.</summary>
    public ulong All { get; private set; }

    /// <summary>Maps it into this process, which keeps it alive.</summary>
    public static KernelTotals Map(int descriptor, int cpus, out int errno)
    {
        KernelTotals totals = new(cpus);
        totals.SetHandle(MemoryMap.Read(descriptor, (nuint)totals.Length, 0, out errno));
        return totals;
    }

    /// <summary>Adds up all CPUs. What turned out to be mistaken is read first: it must not be newer than what it was counted as.</summary>
    public void Sum(Span<ulong> sums)
    {
        sums.Clear();
        All = 0;
        const int FirstMistaken = Kind.Count + 1;
        Add(sums, FirstMistaken, Kind.Counted);
        Add(sums, Kind.Room + FirstMistaken, Kind.Room + Kind.Counted);
        Add(sums, 0, FirstMistaken);
        Add(sums, Kind.Room, Kind.Room + FirstMistaken);
    }

    private void Add(Span<ulong> sums, int first, int end)
    {
        ulong* total = (ulong*)handle;
        for (int cpu = 0; cpu < cpus; cpu++, total += Stride)
        {
            for (int slot = first; slot < end; slot++)
            {
                if (Volatile.Read(ref total[slot]) is > 0 and var counted)
                {
                    each[(cpu * Size) + slot] = counted;
                    sums[slot] += counted;
                    All += counted;
                }
            }
        }
    }

    protected override bool ReleaseHandle() => MemoryMap.Unmap(handle, (nuint)Length);

    private int Length => cpus * Stride * sizeof(ulong);
}
