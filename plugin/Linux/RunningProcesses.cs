using System.Buffers.Text;
using System.Globalization;
using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>Processes by the file they run, kill(2).</summary>
internal static partial class RunningProcesses
{
    private const int SigTerm = 15;
    private const int SigUsr2 = 12;

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

    /// <summary>Those of them that none of them has started: of an agent, itself, and not the servers that it forks.</summary>
    public static IEnumerable<int> FirstOf(FileStatus executable)
    {
        int[] all = [.. Of(executable)];
        return all.Where(process => !all.Contains(Parent(process)));
    }

    /// <summary>Sends SIGUSR2, which for an agent of any version means to read its alerts again (daemon/signals.c, daemon/signal-handler.c).</summary>
    /// <returns>False if it has ended.</returns>
    public static bool ReloadHealth(int process) => kill(process, SigUsr2) == 0;

    /// <summary>Asks a process to end.</summary>
    /// <returns>False if it has ended already.</returns>
    public static bool Terminate(int process) => kill(process, SigTerm) == 0;

    // proc(5), /proc/PID/stat: the number, the name in parentheses, which may hold any, the state, the parent's number.
    private static int Parent(int process)
    {
        int error = FileTree.Read($"/proc/{process}/stat", out byte[] content);
        int name = content.AsSpan().LastIndexOf((byte)')');
        return error == 0 && name >= 0 && Utf8Parser.TryParse(content.AsSpan(name + ") S ".Length), out int parent, out _) ? parent : 0;
    }

    [LibraryImport(Libc.Name)]
    private static partial int kill(int process, int signal);
}
