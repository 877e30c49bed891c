using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>_exit(2).</summary>
internal static partial class Exit
{
    /// <summary>Ends the process at once, whatever its threads are blocked in: nothing is flushed, no handler runs.</summary>
    public static void AtOnce(int status) => _exit(status);

    [LibraryImport(Libc.Name)]
    private static partial void _exit(int status);
}
