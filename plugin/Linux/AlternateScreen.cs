using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>
/// A screen of its own on the terminal, and keys as they are typed: termios(3), console_codes(4). start.c does it, since it has to be
/// undone where no managed code runs any more.
/// </summary>
internal static partial class AlternateScreen
{
    /// <summary>Takes the terminal; false if standard input is none.</summary>
    public static bool Enter() => enter_screen() != 0;

    /// <summary>Gives back what was there.</summary>
    [LibraryImport("start", EntryPoint = "leave_screen")]
    public static partial void Leave();

    [LibraryImport("start")]
    private static partial int enter_screen();
}
