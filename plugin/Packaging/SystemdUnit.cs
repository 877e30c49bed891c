using System.Text;
using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>
/// The service under which systemd runs an agent. Its bounding set lacks CAP_BPF in every version of Netdata, so that the plugin would have
/// to take the far wider CAP_SYS_ADMIN instead; a drop-in (systemd.unit(5)) adds it.
/// </summary>
internal static class SystemdUnit
{
    /// <summary>The drop-in's name: not that of the configuration.</summary>
    public const string DropInName = "tcp-resets-capabilities.conf";

    private const int Largest = 1024 * 1024;
    private const string Unit = "netdata.service";
    private const string UnitsOfHost = "etc/systemd/system";
    private const string BoundingSet = "CapabilityBoundingSet=";
    private const string Start = "ExecStart=";
    private static readonly FileRights Rights = new(0, 0, 0b110_100_100);
    private static readonly string[] UnitDirectories =
        [UnitsOfHost, "usr/local/lib/systemd/system", "usr/lib/systemd/system", "lib/systemd/system"];

    /// <summary>The drop-in, if systemd runs this agent with a bounding set that lacks CAP_BPF: no set, and it would make one.</summary>
    public static IEnumerable<PlannedFile> DropIns(InstallLayout layout)
    {
        string[] lines = FileStatus.OfTarget(Path.Join(layout.Root, "run/systemd/system")).IsDirectory // sd_booted(3)
            ? UnitDirectories.Select(units => Lines(Path.Join(layout.Root, units, Unit))).FirstOrDefault(unit => unit.Length > 0, [])
            : [];
        string daemon = "/" + Path.GetRelativePath(layout.Root, layout.Daemon);
        string[] sets = Values(lines, BoundingSet);
        return Values(lines, Start).Any(command => command.TrimStart('-', '@', ':', '+', '!').Split(' ')[0] == daemon)
            && sets.Length > 0 && !sets.Any(set => set.StartsWith('~') || set.Contains("CAP_BPF", StringComparison.Ordinal))
            ? [new(Path.Join(layout.Root, UnitsOfHost), $"{Unit}.d/{DropInName}", Executable.Read(Executable.SystemdDropIn), Rights)]
            : [];
    }

    /// <summary>Makes systemd read its units again; returns what was wrong, or nothing.</summary>
    public static string Reload(InstallLayout layout)
    {
        _ = AgentProgram.Run(Path.Join(layout.Root, "usr/bin/systemctl"), "daemon-reload", out string problem);
        return problem;
    }

    private static string[] Values(string[] lines, string key) =>
        [.. lines.Where(line => line.StartsWith(key, StringComparison.Ordinal)).Select(line => line[key.Length..])];

    private static string[] Lines(string path) =>
        FileTree.Read(path, Largest, out byte[] content) == 0
            ? [.. Encoding.UTF8.GetString(content).Split('\n').Select(line => line.Trim())]
            : [];
}
