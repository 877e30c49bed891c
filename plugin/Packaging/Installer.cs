using TcpResets.Linux;
using TcpResets.Settings;

namespace TcpResets.Packaging;

/// <summary>Puts the plugin into a Netdata, and takes it away again. Both can be repeated, and continue what was interrupted.</summary>
internal sealed class Installer(InstallLayout layout, IReadOnlyList<PlannedFile> plan, Changes changes)
{
    private readonly InstallRecord record = InstallRecord.Read(layout.Etc);
    private readonly HashSet<string> changed = new(StringComparer.Ordinal); // names of files

    /// <summary>Puts it there; the address that the user has given, if one, is kept for the next time.</summary>
    public void Install(string? url = null)
    {
        record.Url = url ?? record.Url;
        PlannedFile[] configurations = [.. plan.Where(file => file.IsConfiguration)];
        PlannedFile[] others = [.. plan.Where(file => !file.IsConfiguration)];
        string[] stale = [.. record.Files.Except(others.Select(file => file.Path))];
        string[] staleConfigurations = [.. record.Configurations.Keys.Except(configurations.Select(file => file.Path))];
        int[] running = Running(others.Select(file => file.Path).Concat(stale));
        SortedDictionary<string, FileRights> directories = MissingDirectories();
        ConfigurationFile[] handlers = [.. configurations.Select(file => new ConfigurationFile(file.Path, record, changes))];

        // The record first: what an interruption leaves, uninstall then still takes away.
        record.Files.UnionWith(others.Select(file => file.Path));
        record.Directories.UnionWith(directories.Keys);
        foreach ((ConfigurationFile handler, PlannedFile file) in handlers.Zip(configurations))
        {
            handler.Prepare(file);
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
            bool isWritten = Put(file);
            Note(file.Path, Give(file, isWritten) || isWritten);
        }

        foreach (string path in stale)
        {
            Note(path, changes.Delete(path));
        }

        foreach (string path in staleConfigurations)
        {
            Note(path, new ConfigurationFile(path, record, changes).Uninstall([], purges: false));
            record.Configurations.Remove(path);
            record.UsersOwn.Remove(path);
        }

        record.Files.ExceptWith(stale);
        RemoveDirectories(directory => !plan.Any(file => file.Path.StartsWith(directory + "/", StringComparison.Ordinal)));
        record.Save(changes);
        NotifyAgent(running, "which ran what was there before; the agent starts what is there now");
    }

    /// <summary>To purge is to delete a configuration that the user has changed, too.</summary>
    public void Uninstall(bool purges)
    {
        // The executable first, so that the agent does not start it again.
        string[] files =
        [
            .. layout.Plugins.Select(directory => Path.Join(directory, Executable.Name))
                .Union(plan.Where(file => !file.IsConfiguration).Select(file => file.Path))
                .Union(record.Files),
        ];
        int[] running = Running(files);
        foreach (string file in files)
        {
            Note(file, changes.Delete(file));
            changes.Delete(file + FileTree.Unfinished); // of an install that was killed
        }

        foreach (string path in plan.Where(file => file.IsConfiguration).Select(file => file.Path).Union(record.Configurations.Keys))
        {
            IReadOnlyList<byte[]> ownVersions = plan.FirstOrDefault(file => file.Path == path)?.OwnVersions ?? [];
            Note(path, new ConfigurationFile(path, record, changes).Uninstall(ownVersions, purges));
        }

        RemoveDirectories(_ => true);
        record.Delete(changes);
        NotifyAgent(running, "the plugin; a running agent may try to start it again, in vain");
    }

    private static int[] Running(IEnumerable<string> files) =>
    [
        .. files.Where(file => Path.GetFileName(file) == Executable.Name)
            .SelectMany(file => RunningProcesses.Of(FileStatus.OfTarget(file))).Distinct(),
    ];

    private void Note(string path, bool isChanged)
    {
        if (isChanged)
        {
            changed.Add(Path.GetFileName(path));
        }
    }

    private bool Put(PlannedFile file)
    {
        FileStatus status = FileStatus.Of(file.Path);
        bool isSame = status.IsFile
            && file.Rights == status.Rights
            && FileTree.Read(file.Path, out byte[] content) == 0
            && content.AsSpan().SequenceEqual(file.Content);
        if (!isSame)
        {
            changes.Write(file.Path, file.Content, file.Rights);
        }

        return !isSame;
    }

    // A file system may know none, and who is not root may give none: the plugin works without, too.
    private bool Give(PlannedFile file, bool isNew)
    {
        bool lacksSome = file.Capabilities != 0 && (isNew || FileCapabilities.Of(file.Path) != file.Capabilities);
        if (lacksSome)
        {
            changes.Try("give", "gave", $"{file.Path} the capabilities to read kernel events, which it gives up at its start", () =>
                FileCapabilities.Give(file.Path, file.Capabilities) is var error and not 0
                    ? $"{Errno.Text(error)}; it will estimate from counters"
                    : "");
        }

        return lacksSome;
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
            changes.Try("make", "made", "the agent read its alerts again", () =>
            {
                _ = AgentProgram.Run(layout.Client, "reload-health", out string problem);

                // Where systemd gives the agent a /tmp of its own (PrivateTmp=), its command socket is there, out of reach.
                bool isDone = problem.Length == 0 || RunningProcesses.ReloadHealth(FileStatus.OfTarget(layout.Daemon));
                return isDone ? "" : problem;
            });
        }
    }
}
