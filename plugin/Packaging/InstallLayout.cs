using TcpResets.Linux;
using TcpResets.Settings;

namespace TcpResets.Packaging;

/// <summary>Where one Netdata of this machine has its parts.</summary>
/// <param name="Prefix">What the parts stand below; <c>/</c> for packages.</param>
/// <param name="Daemon">The agent's executable.</param>
/// <param name="Client">netdatacli.</param>
/// <param name="StockPlugins">The agent's own plugins.</param>
/// <param name="Etc">Where netdata.conf is.</param>
/// <param name="Config">Where the user's configuration is: <paramref name="Etc"/>, unless netdata.conf says otherwise.</param>
/// <param name="Health">Where the user's alerts are.</param>
/// <param name="Web">What the agent's web server serves.</param>
/// <param name="Plugins">Where the agent looks for plugins, in this order.</param>
/// <param name="Configuration">netdata.conf.</param>
internal sealed record InstallLayout(
    string Prefix,
    string Daemon,
    string Client,
    string StockPlugins,
    string Etc,
    string Config,
    string Health,
    string Web,
    IReadOnlyList<string> Plugins,
    AgentConfiguration Configuration)
{
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

    /// <summary>True if the agent is there, and not only what it left behind.</summary>
    public bool IsComplete => FileStatus.OfTarget(Daemon).IsFile && FileStatus.OfTarget(StockPlugins).IsDirectory;

    /// <summary>Every Netdata in the usual places, whole ones and what was left of one by its removal.</summary>
    /// <param name="root">Where to look: <c>/</c>.</param>
    public static IReadOnlyList<InstallLayout> Find(string root) =>
        Prefixes.Select(prefix => At(Path.Join(root, prefix))).OfType<InstallLayout>().Select(layout => layout with { Root = root }).ToList();

    /// <summary>Where the plugin's configuration is, or null: for a person, outside an agent.</summary>
    /// <param name="root">Where to look: <c>/</c>.</param>
    public static string? ConfigDirectory(string root) => Find(root)
        .Select(layout => layout.Config)
        .FirstOrDefault(directory => FileStatus.OfTarget(Path.Join(directory, PluginSettings.FileName)).IsFile);

    /// <summary>
    /// The Netdata below a prefix, or null. netdata-installer.sh makes a directory <c>netdata</c> below the prefix it was given: that is found, too.
    /// </summary>
    public static InstallLayout? At(string prefix)
    {
        prefix = Path.TrimEndingDirectorySeparator(Path.GetFullPath(prefix));
        return new[] { prefix, Path.Join(prefix, "netdata") }
            .SelectMany(place => Shapes, Create)
            .Where(layout => FileStatus.OfTarget(layout.Etc).IsDirectory)
            .OrderByDescending(layout => layout.IsComplete)
            .FirstOrDefault();
    }

    private static InstallLayout Create(string prefix, (string Plugins, string Web, string Programs) shape)
    {
        string etc = Path.Join(prefix, "etc/netdata");
        AgentConfiguration configuration = new(Path.Join(etc, "netdata.conf"));
        string config = configuration.Config ?? etc;
        string stockPlugins = Path.Join(prefix, shape.Plugins);
        return new InstallLayout(
            prefix,
            Path.Join(prefix, shape.Programs, "netdata"),
            Path.Join(prefix, shape.Programs, "netdatacli"),
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
