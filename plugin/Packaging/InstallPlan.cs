using TcpResets.Kernel;
using TcpResets.Linux;
using TcpResets.Settings;

namespace TcpResets.Packaging;

/// <summary>What belongs where in one Netdata.</summary>
internal static class InstallPlan
{
    private const string CustomPlugins = "custom-plugins.d";
    private const string GuidesFolder = "guides";
    private const string Index = "index.html";

    /// <summary>
    /// Every file, the executable last: when the agent starts it, everything else is there. The alerts link the guides at the address.
    /// </summary>
    public static IReadOnlyList<PlannedFile> Create(InstallLayout layout, byte[] executable, bool knowsSummary, string address)
    {
        byte[] configuration = Executable.Read(Executable.Configuration);
        byte[] full = HealthFile.At(address, HealthFile.Full);
        byte[] withoutSummaries = HealthFile.At(address, HealthFile.WithoutSummaries);
        byte[] health = knowsSummary ? full : withoutSummaries;
        FileRights web = AgentConventions.WebFile(layout);
        return
        [
            .. Executable.GuideFiles
                .Where(name => !name.EndsWith(".txt", StringComparison.Ordinal)) // those are for terminals
                .Select(name => new PlannedFile(
                    layout.Web, name == Index ? $"{GuidesFolder}/{name}" : $"{GuidesFolder}/tcp/{name}", Executable.Guide(name), web)),
            new(layout.Config, PluginSettings.FileName, configuration, AgentConventions.Configuration(layout.Config))
                { OwnVersions = [configuration] },
            new(layout.Health, Path.GetFileName(Executable.Health), health, AgentConventions.Configuration(layout.Health))
                { OwnVersions = [full, withoutSummaries, HealthFile.Full, HealthFile.WithoutSummaries] },
            .. SystemdUnit.DropIns(layout),
            new(PluginDirectory(layout), Executable.Name, executable, AgentConventions.Plugin(layout))
                { Capabilities = KernelPrivileges.OfFile },
        ];
    }

    // One that is there stays where it is, since the agent keeps to the path at which it found a plugin first. Else custom-plugins.d:
    // Netdata's packages, static and source builds have it, and leave it alone when they are updated. Debian's package has none, and
    // there is nothing to gain from making one: dpkg leaves foreign files in plugins.d alone, too.
    private static string PluginDirectory(InstallLayout layout) =>
        layout.Plugins.FirstOrDefault(place => FileStatus.Of(Path.Join(place, Executable.Name)).Exists)
        ?? layout.Plugins.FirstOrDefault(place => Path.GetFileName(place) == CustomPlugins && FileStatus.OfTarget(place).IsDirectory)
        ?? layout.Plugins.FirstOrDefault(place => FileStatus.OfTarget(place).IsDirectory)
        ?? layout.StockPlugins;
}
