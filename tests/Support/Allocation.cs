namespace TcpResets.Tests.Support;

/// <summary>What code allocates.</summary>
internal static class Allocation
{
    /// <summary>
    /// What a thread can seem to have allocated though it has not: a collection that another test brings about takes from each thread
    /// what it has been given and not used yet (allocation quantum, gc.cpp).
    /// </summary>
    public const long Noise = 8 * 1024;

    /// <summary>Bytes that this thread has allocated so far, without <see cref="Noise"/>, however many collections there were.</summary>
    public static long SoFar => GC.GetAllocatedBytesForCurrentThread() - (GC.CollectionCount(0) * Noise);

    /// <summary>Bytes that one run allocates, the least of ten, since <see cref="Noise"/> comes now and then.</summary>
    public static long Of(Action run) => Enumerable.Range(0, 10).Min(_ =>
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        run();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    });
}
