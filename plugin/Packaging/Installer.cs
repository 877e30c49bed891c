using TcpResets.Linux;
using TcpResets.Settings;

namespace TcpResets.Packaging;

/// <summary>Puts the plugin into a Netdata, and takes it away again. Both can be repeated, and continue what was interrupted.</summary>
internal sealed class Installer(InstallLayout layout, IReadOnlyList<PlannedFile> plan, Changes changes)
{
    private const string ForGood = "the plugin; a running agent may try to start it again, in vain";

    private readonly InstallRecord record = InstallRecord.Read(layout);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal); // names of files
    private readonly PlannedFile? program = plan.SingleOrDefault(file => file.IsProgram); // null where only alerts are wanted

    /// <summary>Puts it there; the address that the user has given, if one, is kept for the next time.</summary>
    public void Install(string? url = null)
    {
        RefuseForeignPlace();
        RefuseForeignFiles();
        record.Url = url ?? record.Url;
        PlannedFile[] configurations = [.. plan.Where(file => file.IsConfiguration)];
        PlannedFile[] others = [.. plan.Where(file => !file.IsConfiguration)];
        string[] stale = [.. record.Files.Except(others.Select(file => file.Path))];
        string[] staleConfigurations = [.. record.Configurations.Keys.Except(configurations.Select(file => file.Path))];
        int[] running = AgentProcesses.OfPlugin(others.Select(file => file.Path).Concat(stale), changes);
        SortedDictionary<string, FileRights> directories = MissingDirectories();
        ConfigurationFile[] handlers = [.. configurations.Select(file => new ConfigurationFile(file.Path, record, changes))];

        CommandLink link = new(record, changes);
        string[] ours = [.. record.Files];
        string[] staleLinks = [.. record.Links.Where(path => program is null || path != layout.Link)];

        // The record first: what an interruption leaves, uninstall then still takes away.
        record.Files.UnionWith(others.Select(file => file.Path));
        record.Directories.UnionWith(directories.Keys);
        foreach ((ConfigurationFile handler, PlannedFile file) in handlers.Zip(configurations))
        {
            handler.Prepare(file);
        }

        if (program is not null)
        {
            link.Prepare(layout.Link, program.Path, ours);
        }

        record.Save(changes);
        foreach ((string directory, FileRights rights) in directories)
        {
            changes.MakeDirectory(directory, rights);
        }

        foreach ((ConfigurationFile handler, PlannedFile file) in handlers.Zip(configurations))
        {
            Note(file.Path, handler.Install(file));
        }

        foreach (PlannedFile file in others)
        {
            Note(file.Path, Put(file));
        }

        if (program is not null)
        {
            link.Install(layout.Link, program.Path, ours);
        }

        foreach (string path in stale)
        {
            Note(path, changes.Delete(path));
        }

        foreach (string path in staleLinks)
        {
            link.Uninstall(path, ours);
        }

        foreach (string path in staleConfigurations)
        {
            Note(path, new ConfigurationFile(path, record, changes).Uninstall([], purges: false));
            record.Configurations.Remove(path);
            record.UsersOwn.Remove(path);
        }

        record.Files.ExceptWith(stale);
        RemoveDirectories(directory => !plan.Select(file => file.Path).Concat(record.Links)
            .Any(path => path.StartsWith(directory + "/", StringComparison.Ordinal)));
        record.Save(changes);
        NotifyAgent(running, program is null ? ForGood : "which ran what was there before; the agent starts what is there now");
        if (program is null && changed.Contains(Executable.Name))
        {
            DeleteHistory();
        }
    }

    /// <summary>To purge is to delete a configuration that the user has changed, too.</summary>
    public void Uninstall(bool purges)
    {
        // The executable first, so that the agent does not start it again.
        PlannedFile[] others =
        [
            .. plan.Where(file => !file.IsConfiguration),
            .. plan.Where(file => file.IsProgram).SelectMany(file => layout.Plugins.Select(directory => file with { Base = directory })),
        ];
        string[] files = [.. others.Where(IsOurs).Select(file => file.Path).Union(record.Files)];
        foreach (string path in others.Select(file => file.Path).Except(files).Where(path => FileStatus.Of(path).Exists))
        {
            changes.Print($"left {path}: it is not from an install of this plugin, or was changed since");
        }

        int[] running = AgentProcesses.OfPlugin(files, changes);
        foreach (string file in files)
        {
            Note(file, changes.Delete(file));
            changes.Delete(file + FileTree.Unfinished); // of an install that was killed
        }

        CommandLink link = new(record, changes);
        foreach (string path in record.Links.ToArray())
        {
            link.Uninstall(path, files);
        }

        foreach (string path in plan.Where(file => file.IsConfiguration).Select(file => file.Path).Union(record.Configurations.Keys))
        {
            IReadOnlyList<byte[]> ownVersions = plan.FirstOrDefault(file => file.Path == path)?.OwnVersions ?? [];
            Note(path, new ConfigurationFile(path, record, changes).Uninstall(ownVersions, purges));
        }

        RemoveDirectories(_ => true);
        record.Delete(changes);
        NotifyAgent(running, ForGood);
        DeleteHistory();
    }

    /// <summary>A program there that may do more than who runs it would soon be theirs.</summary>
    private void RefuseForeignPlace()
    {
        if (program is null)
        {
            return;
        }

        using HeldDirectory place = new(program.Base);
        if (FileTree.EffectiveUser() == 0 && place.Foreign is { } foreign)
        {
            FileRights rights = FileStatus.OfTarget(foreign).Rights;
            throw new InstallFailure($"{foreign} is {rights}: whoever can change it would get the privileges of the plugin that belongs "
                + $"into {program.Base}. Make it root's: chown root {foreign}; chmod go-w {foreign}");
        }
    }

    private void RefuseForeignFiles()
    {
        foreach (PlannedFile file in plan)
        {
            if (!file.IsConfiguration && !record.Files.Contains(file.Path) && FileStatus.Of(file.Path).Exists && !IsOurs(file))
            {
                throw new InstallFailure($"{file.Path} is there already and not from an install of this plugin: move it away");
            }
        }
    }

    private void Note(string path, bool isChanged)
    {
        if (isChanged)
        {
            changed.Add(Path.GetFileName(path));
        }
    }

    private static bool HasContent(PlannedFile file) =>
        FileTree.Read(file.Path, file.Content.Length, out byte[] content) == 0 && content.AsSpan().SequenceEqual(file.Content);

    private static bool IsOurs(PlannedFile file) => HasContent(file) || (file.IsProgram && OwnProgram.Is(file.Path));

    private static bool IsSame(PlannedFile file) =>
        FileStatus.Of(file.Path) is { IsFile: true } status && file.Rights == status.Rights && HasContent(file);

    // After the plugin's end, since it writes it down once more then.
    private void DeleteHistory()
    {
        string history = Path.Join(layout.Cache, PluginSettings.HistoryFileName);
        DeleteFile(history);
        DeleteFile(history + FileTree.Unfinished);
    }

    // Where the agent's user may put what it likes: what is no file was not put there by the plugin.
    private void DeleteFile(string path)
    {
        if (FileStatus.Of(path).IsFile)
        {
            changes.Delete(path);
        }
    }

    // A file system may know no capabilities, and who is not root may give none: the plugin works without, too.
    private bool Put(PlannedFile file)
    {
        bool isSame = IsSame(file);
        bool lacksSome = file.IsProgram && (!isSame || FileCapabilities.Of(file.Path) != file.Capabilities);
        int notGiven = 0;
        if (!isSame)
        {
            changes.Write(file.Path, file.Content, file.Rights, file.Capabilities, out notGiven);
        }

        if (lacksSome)
        {
            changes.Try("give", "gave", $"{file.Path} the capabilities to read kernel events, which it gives up at its start", () =>
                (isSame ? FileTree.Give(file.Path, file.Capabilities) : notGiven) is var error and not 0
                    ? $"{Errno.Text(error)}; it will estimate from counters"
                    : "");
        }

        return !isSame || lacksSome;
    }

    private SortedDictionary<string, FileRights> MissingDirectories()
    {
        SortedDictionary<string, FileRights> missing = new(StringComparer.Ordinal);
        foreach (PlannedFile file in plan)
        {
            for (string directory = Path.GetDirectoryName(file.Path)!; directory.Length > 1; directory = Path.GetDirectoryName(directory)!)
            {
                // The agent's own directories may be symbolic links; below them, whoever could make one could lead us anywhere.
                bool isBelowBase = directory.Length > file.Base.Length;
                FileStatus status = isBelowBase ? FileStatus.Of(directory) : FileStatus.OfTarget(directory);
                if (status.Exists && !status.IsDirectory)
                {
                    throw new InstallFailure(
                        $"{directory} is not a directory{(isBelowBase ? ", or a symbolic link, which is not followed here" : "")}");
                }

                if (!status.Exists)
                {
                    missing[directory] = AgentConventions.Directory(directory);
                }
            }
        }

        return missing;
    }

    private void RemoveDirectories(Func<string, bool> isUnused)
    {
        foreach (string directory in record.Directories.Reverse().Where(isUnused).ToList())
        {
            record.Directories.Remove(directory);
            changes.Clean(directory);
            if (FileStatus.Of(directory).IsDirectory)
            {
                changes.DeleteDirectoryIfEmpty(directory);
            }
        }
    }

    private void NotifyAgent(int[] running, string ending)
    {
        // A running plugin goes on with its old file, and with the configuration that it has read at its start. The agent starts it again.
        if (changed.Contains(Executable.Name) || changed.Contains(PluginSettings.FileName))
        {
            foreach (int process in running)
            {
                changes.Terminate(process, ending);
            }
        }

        if (changed.Contains(SystemdUnit.DropInName))
        {
            changes.Try(
                "make",
                "made",
                "systemd read its units again (systemctl daemon-reload); restart the agent, so that its service may do what they say",
                () => SystemdUnit.Reload(layout));
        }

        if (changed.Contains(Path.GetFileName(Executable.Health)))
        {
            // By a signal to this agent's own processes: netdatacli talks to whichever agent was started last.
            changes.Try("ask", "asked", "the agent to read its alerts again", () => AgentProcesses.ReloadHealth(layout));
        }
    }
}
