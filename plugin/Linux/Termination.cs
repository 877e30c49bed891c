using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>SIGTERM, signal(7), for the plugin, which keeps what has happened last before it ends.</summary>
internal static partial class Termination
{
    /// <summary>Whether it has come since <see cref="IsNoted"/>.</summary>
    public static bool HasCome => was_terminated() != 0;

    /// <summary>From now on it ends what the process waits for, and, a second later, the process with 0, whatever that is doing.</summary>
    [LibraryImport("start", EntryPoint = "note_sigterm")]
    public static partial void IsNoted();

    [LibraryImport("start")]
    private static partial int was_terminated();
}
