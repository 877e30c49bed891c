namespace TcpResets.Tests.Fuzz;

/// <summary>One reader of what others have written.</summary>
/// <param name="Name">Names its corpus, too.</param>
/// <param name="Read">Reads an input, and checks what comes of it.</param>
/// <param name="Words">What the mutator puts into inputs beside chance.</param>
internal sealed record Target(string Name, Reading Read, params string[] Words)
{
    /// <summary>The longest input, in bytes.</summary>
    public int Longest { get; init; } = 2048;

    /// <summary>The most bytes that reading one may allocate, what the check itself needs included.</summary>
    public long MostAllocated { get; init; } = 4 << 20;

    /// <summary>The most microseconds of a processor that reading one may take, of several times the least.</summary>
    public long MostTime { get; init; } = 50_000;

    /// <summary>Files of tests/Fixtures to begin with.</summary>
    public IReadOnlyList<string> Fixtures { get; init; } = [];

    /// <summary>Reads one, within the bounds: a machine that is busy, or code that has not run before, is given more tries.</summary>
    public void ReadWithin(byte[] input)
    {
        const int tries = 5;
        for (int attempt = 1; ; attempt++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long begin = Linux.ClockGetTime.OfThisThread();
            Read(input);
            long time = Linux.ClockGetTime.OfThisThread() - begin;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            if (time <= MostTime && allocated <= MostAllocated)
            {
                return;
            }

            Harm.Unless(attempt < tries, $"it takes {time} µs and {allocated} bytes; {MostTime} and {MostAllocated} are the most");
        }
    }
}
