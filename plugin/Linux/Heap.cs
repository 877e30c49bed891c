using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>malloc_trim(3).</summary>
internal static partial class Heap
{
    /// <summary>Gives memory back to the kernel that the C library keeps for later.</summary>
    public static void GiveBack() => _ = malloc_trim(0);

    [LibraryImport(Libc.Name)]
    private static partial int malloc_trim(nuint pad);
}
