namespace TcpResets.Tests.Packaging;

/// <summary>How an install type lays out its files below a prefix.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Prefix">Its prefix, from the root.</param>
/// <param name="Plugins">Its plugins.d, from the prefix.</param>
/// <param name="Web">Its web files.</param>
/// <param name="Programs">Its programs.</param>
/// <param name="HasCustomPlugins">Whether it comes with custom-plugins.d.</param>
/// <param name="PluginMode">How it leaves apps.plugin.</param>
internal sealed record InstallShape(
    string Name, string Prefix, string Plugins, string Web, string Programs, bool HasCustomPlugins, string PluginMode)
{
    /// <summary>The install types there are.</summary>
    public static IReadOnlyList<InstallShape> All { get; } =
    [
        new("Debian's package", "", "usr/lib/netdata/plugins.d", "usr/share/netdata/web", "usr/sbin", false, "754"),
        new("Netdata's package", "", "usr/libexec/netdata/plugins.d", "usr/share/netdata/web", "usr/sbin", true, "4750"),
        new("static build", "opt/netdata", "usr/libexec/netdata/plugins.d", "usr/share/netdata/web", "usr/sbin", true, "4750"),
        new("make install", "usr/local", "libexec/netdata/plugins.d", "share/netdata/web", "sbin", true, "755"),
    ];

    /// <summary>The install type of a name.</summary>
    public static InstallShape Of(string name) => All.Single(shape => shape.Name == name);

    /// <summary>Where the plugin belongs, from the prefix.</summary>
    public string PluginPlace => HasCustomPlugins ? "etc/netdata/custom-plugins.d" : Plugins;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
