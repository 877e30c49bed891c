using System.Runtime.InteropServices;
using SharpFuzz.Common;

namespace TcpResets.Tests.Fuzz.Driver;

/// <summary>
/// Which ways inputs have gone: a counter an edge between two branches, as afl-fuzz has them ("Coverage measurements" of its technical
/// whitepaper), the counts in eight classes.
/// </summary>
internal sealed unsafe class Ways
{
    private const int Edges = 1 << 16;
    private static readonly byte* Counters = (byte*)NativeMemory.AllocZeroed(Edges);
    private readonly byte[] seen = new byte[Edges];

    /// <summary>To be called before anything of what was instrumented runs.</summary>
    public static void Prepare() => Trace.SharedMem = Counters;

    /// <summary>How many edges have been seen.</summary>
    public int Count { get; private set; }

    /// <summary>Before an input is read.</summary>
    public static void Begin()
    {
        new Span<byte>(Counters, Edges).Clear();
        Trace.PrevLocation = 0;
    }

    /// <summary>After it was read: whether it has gone a way that none before it has, or one more, or less, often.</summary>
    public bool IsNew()
    {
        bool isNew = false;
        ReadOnlySpan<ulong> eight = new(Counters, Edges / sizeof(ulong));
        for (int i = 0; i < eight.Length; i++)
        {
            for (int edge = i * sizeof(ulong); eight[i] != 0 && edge < (i + 1) * sizeof(ulong); edge++)
            {
                byte kind = ClassOf(Counters[edge]);
                if ((seen[edge] & kind) != kind)
                {
                    Count += seen[edge] == 0 ? 1 : 0;
                    seen[edge] |= kind;
                    isNew = true;
                }
            }
        }

        return isNew;
    }

    /// <summary>Those of the last input.</summary>
    public static List<int> Last()
    {
        List<int> edges = [];
        for (int edge = 0; edge < Edges; edge++)
        {
            if (Counters[edge] != 0)
            {
                edges.Add((edge << 8) | ClassOf(Counters[edge]));
            }
        }

        return edges;
    }

    private static byte ClassOf(byte times) => times switch
    {
        0 => 0,
        1 => 1,
        2 => 2,
        3 => 4,
        < 8 => 8,
        < 16 => 16,
        < 32 => 32,
        < 128 => 64,
        _ => 128,
    };
}
