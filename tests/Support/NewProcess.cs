using System.ComponentModel;
using System.Diagnostics;

namespace TcpResets.Tests.Support;

/// <summary>Starts a program, which may have been written just now.</summary>
internal static class NewProcess
{
    private const int TextFileBusy = 26; // ETXTBSY

    /// <summary>
    /// Starts it. Another test that is starting something at this moment has the program still open for writing, in a child between
    /// fork and exec: such a moment is waited for.
    /// </summary>
    public static Process Start(ProcessStartInfo start)
    {
        Process? process = null;
        Wait.Until(() => TryStart(start, out process), TimeSpan.FromMinutes(1), $"nobody writes {start.FileName} any more");
        return process!;
    }

    private static bool TryStart(ProcessStartInfo start, out Process? process)
    {
        try
        {
            process = Process.Start(start);
            return true;
        }
        catch (Win32Exception error) when (error.NativeErrorCode == TextFileBusy)
        {
            process = null;
            return false;
        }
    }
}
