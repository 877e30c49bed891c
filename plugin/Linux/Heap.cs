using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>Memory that is no longer needed, for the kernel to use.</summary>
internal static partial class Heap
{
    /// <summary>malloc_trim(3): gives back what the C library keeps for later.</summary>
    public static void GiveBack() => _ = malloc_trim(0);

    /// <summary>
    /// Gives back what only the start, or a diagnosis, has needed: objects that nobody holds, with the room for more of them, and what the
    /// C library keeps. It stops everything for some milliseconds.
    /// </summary>
    public static void GiveBackAll()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GiveBack();
    }

    [LibraryImport(Libc.Name)]
    private static partial int malloc_trim(nuint pad);
}
