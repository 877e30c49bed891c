using System.Globalization;
using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>Processes by the file they run, kill(2).</summary>
internal static partial class RunningProcesses
{
    private const int SigTerm = 15;

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

    /// <summary>Asks a process to end.</summary>
    /// <returns>False if it has ended already.</returns>
    public static bool Terminate(int process) => kill(process, SigTerm) == 0;

    [LibraryImport(Libc.Name)]
    private static partial int kill(int process, int signal);
}
