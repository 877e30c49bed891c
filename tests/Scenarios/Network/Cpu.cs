namespace TcpResets.Tests.Scenarios.Network;

/// <summary>Keeps this thread on one CPU: what it sends is then taken in by the same CPU, in order.</summary>
internal readonly struct Cpu : IDisposable
{
    private readonly ulong before;

    /// <summary>Moves to one.</summary>
    /// <param name="number">Any number: of the CPUs that are allowed, they are dealt out in turn.</param>
    public Cpu(int number)
    {
        Native.Check(Native.sched_getaffinity(0, sizeof(ulong), ref before), "sched_getaffinity");
        int[] allowed = [.. Enumerable.Range(0, 64).Where(IsAllowed)];
        ulong one = 1ul << allowed[number % allowed.Length];
        Native.Check(Native.sched_setaffinity(0, sizeof(ulong), ref one), "sched_setaffinity");
    }

    public void Dispose()
    {
        ulong mask = before;
        Native.Check(Native.sched_setaffinity(0, sizeof(ulong), ref mask), "sched_setaffinity");
    }

    private bool IsAllowed(int cpu) => (before >> cpu & 1) == 1;
}
