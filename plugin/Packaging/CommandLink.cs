using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>
/// A symbolic link to the plugin, so that a shell finds its commands. What somebody else has put there is left alone: ours is what leads to
/// a file that was installed. Without it everything works, too, so that nothing about it ends the work.
/// </summary>
internal sealed class CommandLink(InstallRecord record, Changes changes)
{
    /// <summary>Notes in the record what <see cref="Install"/> is going to do.</summary>
    public void Prepare(string path, string target, IReadOnlyCollection<string> ours)
    {
        if (!IsForeign(path, target, ours))
        {
            record.Links.Add(path);
            record.Directories.UnionWith(MissingDirectories(path));
        }
    }

    /// <summary>Links to the target, unless it is done already or cannot be.</summary>
    public void Install(string path, string target, IReadOnlyCollection<string> ours)
    {
        if (IsForeign(path, target, ours))
        {
            changes.Print($"left {path}: it is not the plugin's; its commands: {target} --help");
        }
        else if (TargetOf(path) != target)
        {
            changes.Try("link", "linked", $"{path} to {target}", () => Link(path, target) is var error and not 0 ? Errno.Text(error) : "");
        }
    }

    /// <summary>Takes a link away that leads to one of our files.</summary>
    public void Uninstall(string path, IReadOnlyCollection<string> ours)
    {
        string? target = TargetOf(path);
        if (target is not null && ours.Contains(target))
        {
            changes.Delete(path);
        }
        else if (FileStatus.Of(path).Exists)
        {
            changes.Print($"left {path}: it is not the plugin's");
        }

        record.Links.Remove(path);
    }

    private static bool IsForeign(string path, string target, IReadOnlyCollection<string> ours) =>
        FileStatus.Of(path).Exists && TargetOf(path) is var current && current != target && (current is null || !ours.Contains(current));

    private static string? TargetOf(string path) => FileTree.ReadLink(path);

    private static int Link(string path, string target)
    {
        foreach (string directory in MissingDirectories(path))
        {
            int error = FileTree.MakeDirectory(directory, AgentConventions.Directory(directory));
            if (error != 0)
            {
                return error;
            }
        }

        _ = TargetOf(path) is not null && FileTree.Delete(path) == 0;
        return FileTree.Link(path, target);
    }

    /// <summary>The outer ones first.</summary>
    private static List<string> MissingDirectories(string path)
    {
        List<string> missing = [];
        string directory = Path.GetDirectoryName(path)!;
        while (!FileStatus.OfTarget(directory).Exists)
        {
            missing.Insert(0, directory);
            directory = Path.GetDirectoryName(directory)!;
        }

        return missing;
    }
}
