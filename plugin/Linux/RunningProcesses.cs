using System.Globalization;
using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>Processes by the file they run, kill(2).</summary>
internal static partial class RunningProcesses
{
    private const int SigTerm = 15;
    private const int SigUsr2 = 12;
    private const int LooksForEnd = 200;
    private const long BetweenLooks = 10_000; // microseconds

    /// <summary>
    /// The processes that run this very file, whatever it is called now: device and inode tell also after it was replaced or deleted, and
    /// do not take a container's file of the same name for it.
    /// </summary>
    public static IEnumerable<int> Of(FileStatus executable)
    {
        if (!executable.IsFile)
        {
            yield break;
        }

        foreach (string directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), NumberStyles.None, CultureInfo.InvariantCulture, out int process)
                && process != Environment.ProcessId
                && FileStatus.OfTarget($"{directory}/exe") is { IsFile: true } running
                && (running.Device, running.Inode) == (executable.Device, executable.Inode))
            {
                yield return process;
            }
        }
    }

    /// <summary>
    /// Sends SIGUSR2 to all that run an executable, which for an agent of any version means to read its alerts again (daemon/signals.c,
    /// daemon/signal-handler.c). The servers that it forks catch it or block it (spawn/spawn_server.c, spawn_server_nofork.c).
    /// </summary>
    /// <returns>False if there is none.</returns>
    public static bool ReloadHealth(FileStatus executable)
    {
        bool isSent = false;
        foreach (int process in Of(executable))
        {
            isSent |= kill(process, SigUsr2) == 0;
        }

        return isSent;
    }

    /// <summary>Asks a process to end; false if it has ended already.</summary>
    public static bool Terminate(int process) => kill(process, SigTerm) == 0;

    /// <summary>Waits for its end, though not for long: some take their time, and whoever is asked need not obey.</summary>
    public static void AwaitEnd(int process)
    {
        // What has ended and was not waited for yet runs no file any more (proc_pid_exe(5)).
        for (int look = 0; look < LooksForEnd && FileStatus.OfTarget($"/proc/{process}/exe").Exists; look++)
        {
            _ = Poll.Readable(-1, BetweenLooks, out _);
        }
    }

    [LibraryImport(Libc.Name)]
    private static partial int kill(int process, int signal);
}
