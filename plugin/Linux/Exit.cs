using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>_exit(2).</summary>
internal static partial class Exit
{
    /// <summary>Ends the process at once, whatever its threads are blocked in: nothing is flushed, no handler runs.</summary>
    [LibraryImport(Libc.Name, EntryPoint = "_exit")]
    public static partial void AtOnce(int status);
}
