using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>SIGINT, SIGTERM and SIGHUP, signal(7), for a command that ends in good order.</summary>
internal static partial class Interruption
{
    /// <summary>Whether one of them has come since <see cref="IsNoted"/>. A second one ends the process with 0 at once.</summary>
    public static bool HasCome => was_interrupted() != 0;

    /// <summary>From now on they end what the process waits for, and nothing else.</summary>
    [LibraryImport("start", EntryPoint = "note_interrupts")]
    public static partial void IsNoted();

    [LibraryImport("start")]
    private static partial int was_interrupted();
}
