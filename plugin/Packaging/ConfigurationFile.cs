using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>
/// A file that users change. As dpkg treats one, without its questions: what the user changed stays, a new version then comes
/// beside it as .new; what nobody changed is replaced, and taken away by uninstall.
/// </summary>
internal sealed class ConfigurationFile(string path, InstallRecord record, Changes changes)
{
    private const int Largest = 1024 * 1024;
    private const uint ReadableAndWritable = 0b110_110_100; // others may read only

    private readonly string beside = path + ".new";
    private readonly string saved = path + ".saved";
    private readonly HashSet<string> recorded = record.Configurations.TryGetValue(path, out SortedSet<string>? digests) ? [.. digests] : [];

    /// <summary>Notes in the record what <see cref="Install"/> is going to do.</summary>
    public void Prepare(PlannedFile file)
    {
        string? current = DigestOf(FileStatus.Of(path).Exists ? path : saved);
        bool comesFromUs = current is null || file.OwnVersions.Select(content => Digest.Of(content)).Contains(current);
        if (comesFromUs)
        {
            record.UsersOwn.Remove(path);
        }
        else if (recorded.Count == 0 && FileStatus.Of(path).Exists)
        {
            record.UsersOwn.Add(path);
        }

        record.AddConfiguration(path, Digest.Of(file.Content));
    }

    /// <summary>Puts it in place, or beside the one that the user has changed. True if the agent has something new to read.</summary>
    public bool Install(PlannedFile file)
    {
        FileStatus status = FileStatus.Of(path);
        bool isRestored = !status.Exists && FileStatus.Of(saved).Exists;
        if (isRestored)
        {
            changes.Move(saved, path);
        }

        // In a dry run nothing has been renamed.
        string? current = DigestOf(isRestored && !FileStatus.Of(path).Exists ? saved : path);
        string wanted = Digest.Of(file.Content);
        bool isAbsent = !status.Exists && !isRestored;
        if (isAbsent || current == wanted || (status.IsFile && IsOurs(current, file.OwnVersions)))
        {
            if (current != wanted)
            {
                changes.Write(path, file.Content, status.IsFile ? RightsOf(status) : file.Rights);
            }

            DeleteIf(recorded.Count > 0, beside);
            return current != wanted || isRestored;
        }

        changes.Print($"kept {path}: {(record.UsersOwn.Contains(path) ? "it was there before" : "you have changed it")}");
        if (!recorded.Contains(wanted))
        {
            changes.Write(beside, file.Content, file.Rights);
            changes.Print($"  What comes with the plugin is beside it and not in use. To use it: mv {beside} {path}");
        }

        return isRestored;
    }

    /// <summary>
    /// Takes it away. What is neither recorded nor one of this version's own the user has changed: that stays, unless it purges, under a
    /// name that the agent does not read. True if the agent has something new to read.
    /// </summary>
    public bool Uninstall(IReadOnlyList<byte[]> ownVersions, bool purges)
    {
        DeleteIf(recorded.Count > 0, beside);
        DeleteIf(recorded.Count > 0, path + FileTree.Unfinished);
        DeleteIf(purges, saved);
        FileStatus status = FileStatus.Of(path);
        if (!status.Exists)
        {
            return false;
        }

        bool isOurs = status.IsFile && IsOurs(DigestOf(path), ownVersions);
        if (!isOurs && (record.UsersOwn.Contains(path) || recorded.Count == 0))
        {
            changes.Print($"kept {path}: it was there before");
            return false;
        }

        if (isOurs || purges)
        {
            changes.Delete(path);
        }
        else if (FileStatus.Of(saved).Exists)
        {
            changes.Print($"kept {path}: you have changed it, and there is a {saved} already");
            return false;
        }
        else
        {
            changes.Move(path, saved);
            changes.Print("  You have changed it: the next install takes it up again, uninstall --purge deletes it.");
        }

        return true;
    }

    // Whoever it was given to keeps it; what no configuration needs does not stay.
    private static FileRights RightsOf(FileStatus status) => status.Rights with { Mode = status.Rights.Mode & ReadableAndWritable };

    private static string? DigestOf(string file)
    {
        int error = FileTree.Read(file, Largest, out byte[] content);
        return error switch
        {
            0 => Digest.Of(content),
            Errno.NoEntry => null,
            Errno.Invalid => throw new InstallFailure($"{file} is no regular file: move it away"),
            _ => throw new InstallFailure($"cannot read {file}: {Changes.Text(error)}"),
        };
    }

    private bool IsOurs(string? digest, IReadOnlyList<byte[]> ownVersions) =>
        digest is not null && (recorded.Contains(digest) || ownVersions.Select(content => Digest.Of(content)).Contains(digest));

    private void DeleteIf(bool isOurs, string file) => _ = isOurs && changes.Delete(file);
}
