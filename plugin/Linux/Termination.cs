using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>SIGTERM, signal(7).</summary>
internal static partial class Termination
{
    /// <summary>From now on it ends the process with 0 at once, whatever its threads are blocked in: nothing is flushed.</summary>
    [LibraryImport("start", EntryPoint = "end_on_sigterm")]
    public static partial void EndsWithZero();
}
