using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>
/// Owners and modes as the agent's own files have them, read from these: install types differ (root:netdata 0750 for plugins of Netdata's
/// packages, 0754 in Debian's), and 1.37 looks at the owner of web files.
/// </summary>
internal static class AgentConventions
{
    private const uint WritableByOwner = 0b111_101_101;
    private const uint Others = 0b111;
    private const uint ExecutableByOthers = 0b001;
    private const uint ExecutableByGroup = 0b001_000;
    private const uint ReadableExecutable = 0b111_101_000; // 0750
    private const uint Readable = 0b110_100_100; // 0644
    private const uint ReadWrite = 0b110_110_100;
    private const uint Enterable = 0b111_111_101;

    /// <summary>As the plugin of the agent's that is open to the fewest, such as apps.plugin, without its set-user-ID.</summary>
    public static FileRights Plugin(InstallLayout layout)
    {
        FileStatus model = Files(layout.StockPlugins, "*.plugin")
            .Where(path => System.IO.Path.GetFileName(path) != Executable.Name)
            .Select(FileStatus.Of)
            .Where(status => status.IsFile && (status.Mode & ExecutableByGroup) != 0)
            .OrderBy(status => status.Mode & Others)
            .FirstOrDefault();

        // It has capabilities: nobody's but root's to change, and not for everybody to run.
        FileRights rights = model.IsFile
            ? model.Rights with { Mode = model.Rights.Mode & WritableByOwner & ~ExecutableByOthers }
            : Directory(layout.StockPlugins) with { Mode = ReadableExecutable };
        IReadOnlyList<uint> groups = AgentUser.Of(layout.Configuration)?.Groups ?? [rights.Group];
        return rights with { Owner = FileTree.EffectiveUser(), Group = groups.Contains(rights.Group) ? rights.Group : groups[0] };
    }

    public static FileRights WebFile(InstallLayout layout)
    {
        FileStatus model = Files(layout.Web, "*.html").Select(FileStatus.Of).FirstOrDefault(status => status.IsFile);
        return model.IsFile
            ? model.Rights with { Mode = model.Rights.Mode & ReadWrite }
            : Directory(layout.Web) with { Mode = Readable };
    }

    /// <summary>As the directory it is in, readable by everybody: there is no secret in it.</summary>
    public static FileRights Configuration(string directory) => Directory(directory) with { Mode = Readable };

    /// <summary>As the directory itself, or the nearest one above it that exists.</summary>
    public static FileRights Directory(string path)
    {
        FileStatus status = FileStatus.OfTarget(path);
        while (!status.IsDirectory && System.IO.Path.GetDirectoryName(path) is { } parent)
        {
            path = parent;
            status = FileStatus.OfTarget(path);
        }

        return status.Rights with { Mode = status.Mode & Enterable };
    }

    // A dry run may be by a user who cannot read the directory.
    private static IEnumerable<string> Files(string directory, string pattern) => FileStatus.OfTarget(directory).IsDirectory
        ? System.IO.Directory.EnumerateFiles(directory, pattern, new EnumerationOptions { IgnoreInaccessible = true })
            .Order(StringComparer.Ordinal)
        : [];
}
