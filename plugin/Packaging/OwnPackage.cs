using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>The plugin as a package has put it on a machine: that is not changed behind the package manager's back.</summary>
internal static class OwnPackage
{
    private const string Name = "netdata-plugin-tcp-resets";
    private const string Program = $"usr/lib/tcp-resets/{Executable.Name}";

    /// <summary>What to do instead of installing and uninstalling; null where no package has put it.</summary>
    public static string? Advice(string root)
    {
        bool isDebians = FileStatus.Of(Path.Join(root, $"var/lib/dpkg/info/{Name}.list")).Exists;
        if (!FileStatus.Of(Path.Join(root, Program)).IsFile)
        {
            // Removed, and not purged: to purge it later would delete the configuration of what is installed now.
            return isDebians
                ? $"the package {Name} was removed and its configuration and alerts are still here, so nothing was changed: "
                    + $"take them away by 'apt purge {Name}' first"
                : null;
        }

        (string right, string away) = isDebians
            ? ($"dpkg-reconfigure {Name}", $"apt remove {Name}")
            : ($"rpm --restore {Name}", $"rpm --erase {Name}");
        return $"the package {Name} has put it here, so nothing was changed: as root, a newer package updates it, '{right}' "
            + $"gives it its rights again, '{away}' takes it away";
    }
}
