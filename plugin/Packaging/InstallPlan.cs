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
        return
        [
            .. WithoutProgram(layout, knowsSummary, address),
            new(layout.Config, PluginSettings.FileName, configuration, AgentConventions.Configuration(layout.Config))
                { OwnVersions = [configuration] },
            .. SystemdUnit.DropIns(layout),
            new(PluginDirectory(layout), Executable.Name, executable, AgentConventions.Plugin(layout))
                { Capabilities = KernelPrivileges.OfFile },
        ];
    }

    /// <summary>
    /// What a parent needs that runs no plugin: an agent evaluates its own alerts only, for the hosts that stream to it, too. Nothing of
    /// this runs or may do anything, so nothing that only a program needs comes along.
    /// </summary>
    public static IReadOnlyList<PlannedFile> WithoutProgram(InstallLayout layout, bool knowsSummary, string address)
    {
        byte[] full = HealthFile.At(address, HealthFile.Full);
        byte[] withoutSummaries = HealthFile.At(address, HealthFile.WithoutSummaries);
        FileRights web = AgentConventions.WebFile(layout);
        return
        [
            .. Executable.GuideFiles
                .Where(name => !name.EndsWith(".txt", StringComparison.Ordinal)) // those are for terminals
                .Select(name => new PlannedFile(
                    layout.Web, name == Index ? $"{GuidesFolder}/{name}" : $"{GuidesFolder}/tcp/{name}", Executable.Guide(name), web)),
            new(
                layout.Health,
                Path.GetFileName(Executable.Health),
                knowsSummary ? full : withoutSummaries,
                AgentConventions.Configuration(layout.Health))
                { OwnVersions = [full, withoutSummaries, HealthFile.Full, HealthFile.WithoutSummaries] },
        ];
    }

    // One that is there stays where it is, since the agent keeps to the path at which it found a plugin first. Else custom-plugins.d:
    // Netdata's packages, static and source builds have it, and leave it alone when they are updated. Debian's package has none, and
    // there is nothing to gain from making one: dpkg leaves foreign files in plugins.d alone, too.
    private static string PluginDirectory(InstallLayout layout)
    {
        string[] places = [.. layout.Plugins.Where(place => FileStatus.OfTarget(place).IsDirectory)];
        string[] inOrder =
        [
            .. places.Where(place => FileStatus.Of(Path.Join(place, Executable.Name)).Exists),
            .. places.Where(place => Path.GetFileName(place) == CustomPlugins),
            .. places,
            layout.StockPlugins,
        ];

        // What may do more than who runs it does not belong where others could change it.
        return inOrder.FirstOrDefault(place => ForeignOf(place) is null) ?? inOrder[0];
    }

    private static string? ForeignOf(string place)
    {
        using HeldDirectory directory = new(place);
        return directory.Foreign;
    }
}
