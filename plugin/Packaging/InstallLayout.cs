using TcpResets.Linux;
using TcpResets.Settings;

namespace TcpResets.Packaging;

/// <summary>Where one Netdata of this machine has its parts.</summary>
internal sealed record InstallLayout(
    string Prefix, // what the parts stand below; / for packages
    string Daemon,
    string StockPlugins, // the directory of the agent's own
    string Etc, // where netdata.conf is
    string Config, // where the user's configuration is: the same, unless netdata.conf says otherwise
    string Health, // where the user's alerts are
    string Web, // what the agent's web server serves
    IReadOnlyList<string> Plugins, // where the agent looks for plugins, in this order
    AgentConfiguration Configuration)
{
    private const string Configurations = "etc/netdata";

    // Packages; the static build; make install without a prefix; netdata-installer.sh --install-prefix /usr/local.
    private static readonly string[] Prefixes = ["", "opt/netdata", "usr/local", "usr/local/netdata"];

    // Below a prefix: plugins, web files, programs. The configuration is in etc/netdata in all of them.
    private static readonly (string Plugins, string Web, string Programs)[] Shapes =
    [
        ("usr/libexec/netdata/plugins.d", "usr/share/netdata/web", "usr/sbin"), // Netdata's packages, static build, netdata-installer.sh
        ("usr/lib/netdata/plugins.d", "usr/share/netdata/web", "usr/sbin"), // Debian, Ubuntu, Arch
        ("libexec/netdata/plugins.d", "share/netdata/web", "sbin"), // CMake and autotools with a prefix of their own
        ("lib/netdata/plugins.d", "share/netdata/web", "sbin"),
    ];
    public string Root { get; private init; } = "/";

    /// <summary>
    /// Where a shell finds the plugin's commands: where an administrator's programs belong (hier(7)), or, of an agent with a prefix of its
    /// own, which is no part of the system, beside the agent's.
    /// </summary>
    public string Link => Path.Join(
        Prefixes.Any(usual => Path.TrimEndingDirectorySeparator(Path.Join(Root, usual)) == Prefix) ? Path.Join(Root, "usr/local") : Prefix,
        "bin",
        Executable.Command);

    /// <summary>What runs where the daemon is a script, as in a static build (packaging/makeself/jobs/70-netdata-git.install.sh).</summary>
    public string WrappedDaemon => Path.Join(Path.GetDirectoryName(Daemon), "srv", Path.GetFileName(Daemon));

    /// <summary>Where the agent, and the plugin, keeps what may be lost.</summary>
    public string Cache => Configuration.Cache ?? Path.Join(Prefix, "var/cache/netdata");

    /// <summary>True if the agent is there, and not only what it left behind.</summary>
    public bool IsComplete => FileStatus.OfTarget(Daemon).IsFile && FileStatus.OfTarget(StockPlugins).IsDirectory;

    /// <summary>Every Netdata in the usual places, whole ones and what was left of one by its removal.</summary>
    public static IReadOnlyList<InstallLayout> Find(string root) =>
        [.. Prefixes.Select(prefix => At(Path.Join(root, prefix))).OfType<InstallLayout>().Select(layout => layout with { Root = root })];

    /// <summary>Where the plugin's configuration is, or null: for a person, outside an agent.</summary>
    public static string? ConfigDirectory(string root) => Around(Environment.ProcessPath).Concat(Find(root))
        .Select(layout => layout.Config)
        .FirstOrDefault(directory => FileStatus.OfTarget(Path.Join(directory, PluginSettings.FileName)).IsFile);

    /// <summary>Where the plugin keeps what may be lost, or null: for a person, outside an agent.</summary>
    public static string? CacheDirectory(string root) => Around(Environment.ProcessPath).Concat(Find(root))
        .Select(layout => layout.Cache)
        .FirstOrDefault(directory => FileStatus.Of(Path.Join(directory, PluginSettings.HistoryFileName)).Exists);

    /// <summary>The Netdata below a prefix, or in <c>netdata</c> below it, which netdata-installer.sh makes; null if none is.</summary>
    public static InstallLayout? At(string prefix)
    {
        prefix = Path.TrimEndingDirectorySeparator(Path.GetFullPath(prefix));
        return new[] { prefix, Path.Join(prefix, "netdata") }
            .SelectMany(place => Shapes, Create)
            .Where(layout => FileStatus.OfTarget(layout.Etc).IsDirectory)
            .OrderByDescending(layout => layout.IsComplete)
            .FirstOrDefault();
    }

    /// <summary>The Netdata that an executable is installed in, below whichever prefix; empty for one that is in none.</summary>
    public static IEnumerable<InstallLayout> Around(string? executable)
    {
        for (string? place = Path.GetDirectoryName(executable); place?.Length > 1; place = Path.GetDirectoryName(place))
        {
            if (FileStatus.OfTarget(Path.Join(place, Configurations)).IsDirectory && At(place) is { } layout)
            {
                yield return layout;
            }
        }
    }

    private static InstallLayout Create(string prefix, (string Plugins, string Web, string Programs) shape)
    {
        string etc = Path.Join(prefix, Configurations);
        AgentConfiguration configuration = new(Path.Join(etc, "netdata.conf"));
        string config = configuration.Config ?? etc;
        string stockPlugins = Path.Join(prefix, shape.Plugins);
        return new InstallLayout(
            prefix,
            Path.Join(prefix, shape.Programs, "netdata"),
            stockPlugins,
            etc,
            config,
            configuration.Health ?? Path.Join(config, "health.d"),
            configuration.Web ?? Path.Join(prefix, shape.Web),

            // The default of pluginsd_initialize_plugin_directories(): below the directory that was built in, not the configured one.
            configuration.Plugins is { Count: > 0 } plugins ? plugins : [stockPlugins, Path.Join(etc, "custom-plugins.d")],
            configuration);
    }
}
