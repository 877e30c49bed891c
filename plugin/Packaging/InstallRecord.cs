using System.Text;
using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>
/// What was installed, kept beside netdata.conf, or, where others than root can change that directory, in /var/lib (hier(7)), so that a
/// later install can tell a configuration that the user changed from one that an older version brought, and uninstall can take away exactly
/// what was put there.
/// </summary>
internal sealed class InstallRecord
{
    private const string Name = ".tcp-resets.installed";
    private const string OtherPlace = "var/lib/tcp-resets";
    private const string Heading = $"# What {Executable.Name} install has put on this machine. Its uninstall reads this; do not edit.\n";
    private const uint Readable = 0b110_100_100;
    private const uint Searchable = 0b001_001_001;
    private const int Largest = 1024 * 1024;

    private readonly string path;
    private byte[] saved = [];

    private InstallRecord(string path) => this.path = path;

    /// <summary>The executable and the guides.</summary>
    public SortedSet<string> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>The directories that were made, the outer ones first.</summary>
    public SortedSet<string> Directories { get; } = new(StringComparer.Ordinal);

    /// <summary>Symbolic links to the executable.</summary>
    public SortedSet<string> Links { get; } = new(StringComparer.Ordinal);

    /// <summary>By path, the digests of every version that was brought.</summary>
    public SortedDictionary<string, SortedSet<string>> Configurations { get; } = new(StringComparer.Ordinal);

    /// <summary>Configurations that were there before, and not from us.</summary>
    public SortedSet<string> UsersOwn { get; } = new(StringComparer.Ordinal);

    /// <summary>The address that the user has given for the links in alerts, or null.</summary>
    public string? Url { get; set; }

    public static bool Exists(InstallLayout layout) => FileStatus.Of(PathOf(layout)).Exists;

    /// <summary>Reads the record; an absent one is empty.</summary>
    public static InstallRecord Read(InstallLayout layout)
    {
        InstallRecord record = new(PathOf(layout));
        if (!FileStatus.Of(record.path).Exists)
        {
            return record;
        }

        int error = FileTree.Read(record.path, Largest, out byte[] content, out bool isForeign);

        // What it says will be deleted: it must not be the word of somebody else.
        if (isForeign || error is Errno.Invalid or Errno.Loop or Errno.FileTooBig)
        {
            throw new InstallFailure(
                $"{record.path} may have been changed by another user, so it is not followed; look at it, and delete it");
        }

        if (error != 0)
        {
            throw new InstallFailure($"cannot read {record.path}: {Errno.Text(error)}");
        }

        record.saved = content;
        foreach (string line in Encoding.UTF8.GetString(content).Split('\n'))
        {
            record.Add(line.Split(' ', 3));
        }

        return record;
    }

    public void AddConfiguration(string file, string digest)
    {
        if (!Configurations.TryGetValue(file, out SortedSet<string>? digests))
        {
            Configurations[file] = digests = new(StringComparer.Ordinal);
        }

        digests.Add(digest);
    }

    /// <summary>Writes it, unless it is so already.</summary>
    public void Save(Changes changes)
    {
        byte[] content = Encoding.UTF8.GetBytes(Heading + string.Concat(Lines().Select(line => line + "\n")));
        if (!saved.AsSpan().SequenceEqual(content))
        {
            saved = content;
            string place = Path.GetDirectoryName(path)!;
            if (!FileStatus.Of(place).Exists)
            {
                changes.MakeDirectory(place, new FileRights(FileTree.EffectiveUser(), 0, Readable | Searchable));
            }

            changes.Write(path, content, new FileRights(FileTree.EffectiveUser(), FileStatus.OfTarget(place).Group, Readable));
        }
    }

    public void Delete(Changes changes)
    {
        changes.Delete(path);
        changes.Delete(path + FileTree.Unfinished); // of an install that was killed
        string place = Path.GetDirectoryName(path)!;
        if (place.EndsWith(OtherPlace, StringComparison.Ordinal) && FileStatus.Of(place).IsDirectory)
        {
            changes.DeleteDirectoryIfEmpty(place);
        }
    }

    private static string PathOf(InstallLayout layout)
    {
        using HeldDirectory etc = new(layout.Etc);
        return etc.Foreign is null
            ? Path.Join(layout.Etc, Name)
            : Path.Join(layout.Root, OtherPlace, layout.Etc.Trim('/').Replace('/', '-') + Name);
    }

    private IEnumerable<string> Lines() =>
    [
        .. Directories.Select(directory => $"directory - {directory}"),
        .. Files.Select(file => $"file - {file}"),
        .. Links.Select(link => $"link - {link}"),
        .. UsersOwn.Select(file => $"kept - {file}"),
        .. new[] { Url }.OfType<string>().Select(url => $"url - {url}"),
        .. Configurations.SelectMany(file => file.Value.Select(digest => $"configuration {digest} {file.Key}")),
    ];

    private void Add(string[] words)
    {
        switch (words)
        {
            case ["directory", _, var directory]:
                Directories.Add(directory);
                break;
            case ["file", _, var file]:
                Files.Add(file);
                break;
            case ["link", _, var link]:
                Links.Add(link);
                break;
            case ["kept", _, var file]:
                UsersOwn.Add(file);
                break;
            case ["url", _, var url] when AgentAddress.IsValid(url):
                Url = url;
                break;
            case ["configuration", var digest, var file]:
                AddConfiguration(file, digest);
                break;
        }
    }
}
