using TcpResets.Linux;
using TcpResets.Logging;
using TcpResets.Resets;
using TcpResets.Settings;

namespace TcpResets.Running;

/// <summary>
/// The last hour in a file of the agent's cache directory, so that it outlives a restart of the agent, and <c>top</c> and <c>diagnose</c>
/// have it. What cannot be written is told once, and nothing else suffers.
/// </summary>
internal sealed class HistoryFile(string path, FlowTable table, Log log)
{
    // What is lost at most where no last word is heard: an agent of 2.11 that ends kills its plugins some milliseconds after QUIT
    // (spawn_server_exec_kill() waits no longer in a thread that is cancelled).
    private const long Pause = 10_000_000;
    private const uint Mode = 0b110_100_000;

    /// <summary>Why there may be none.</summary>
    public const string NotFound =
        "no history of the last hour was found: the plugin has not run with the source kernel here, or has seen no reset yet";

    private readonly string temporary = path + FileTree.Unfinished;
    private readonly HistoryText text = new(table);
    private readonly DescriptorWriter output = new();
    private long lastSaved;
    private ulong saved;
    private bool hasFailed;

    /// <summary>The history in a directory, whose rows go on in the table; null without a directory.</summary>
    public static HistoryFile? Resume(string directory, FlowTable table, Log log)
    {
        if (directory.Length == 0)
        {
            return null;
        }

        string path = Path.Join(directory, PluginSettings.HistoryFileName);
        table.Clock.Set(ClockGetTime.Boottime(), ClockGetTime.Realtime());
        if (Load(path, table) is { } problem)
        {
            log.Write(LogLevel.Warning, problem);
        }

        return new HistoryFile(path, table, log);
    }

    /// <summary>Deletes what a directory keeps of it, and what a plugin was writing when it was killed: nobody wants it kept.</summary>
    public static void Remove(string directory, Log log)
    {
        string path = Path.Join(directory, PluginSettings.HistoryFileName);
        foreach (string name in directory.Length > 0 ? [path + FileTree.Unfinished, path] : Array.Empty<string>())
        {
            if (FileTree.Delete(name) is var errno and not (0 or Errno.NoEntry))
            {
                log.Write(LogLevel.Warning, $"{name} tells of peers, and cannot be deleted: {Errno.Text(errno)}");
            }
        }
    }

    /// <summary>Puts into the table what a history tells.</summary>
    /// <param name="path">Whoever may have written it.</param>
    /// <param name="table">Its clock has been set.</param>
    /// <returns>Why there is none to read, in a sentence without a full stop; null if it was read, or is not there.</returns>
    public static string? Load(string path, FlowTable table)
    {
        using PlainFile file = PlainFile.Read(path, HistoryText.Largest + 1);
        string? problem = file.Errno switch
        {
            _ when !file.IsFile => "is not a regular file",
            Errno.NoEntry => null,
            > 0 => $"cannot be read: {Errno.Text(file.Errno)}",
            _ when file.Content.Length > HistoryText.Largest => $"is larger than {HistoryText.Largest / 1024} KiB",
            _ when !HistoryReader.TryRead(file.Content, table) => "is not what this plugin writes",
            _ => null,
        };
        return problem is null ? null : $"{path} {problem}: the history of the last hour is not used";
    }

    /// <summary>
    /// Writes it, if something has happened, and not in the last ten seconds: what comes after a rest is there at once, since a person may
    /// ask for it.
    /// </summary>
    /// <param name="now">Microseconds since boot.</param>
    public void Save(long now)
    {
        if (now - lastSaved >= Pause && Resets != saved)
        {
            lastSaved = now;
            SaveNow();
        }
    }

    /// <summary>Writes it, if something has happened: at the end.</summary>
    public void SaveNow()
    {
        ulong resets = Resets;
        if (resets == saved)
        {
            return;
        }

        int errno = Write();
        saved = errno == 0 ? resets : saved;
        if (errno != 0 && !hasFailed)
        {
            log.Write(LogLevel.Warning, $"the history of the last hour cannot be kept in {path}: {Errno.Text(errno)}");
        }

        hasFailed |= errno != 0;
    }

    private ulong Resets => table.Attributed + table.Unattributed;

    private int Write()
    {
        int descriptor = FileTree.BeginReplacing(temporary);
        if (descriptor < 0)
        {
            return -descriptor;
        }

        output.Begin(descriptor);
        text.Write(output);
        return FileTree.EndReplacing(descriptor, temporary, path, Mode, output.End());
    }
}
