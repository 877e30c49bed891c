using TcpResets.Kernel;
using TcpResets.Linux;
using TcpResets.Logging;
using TcpResets.Procfs;
using TcpResets.Resets;
using TcpResets.Settings;

namespace TcpResets.Running;

/// <summary>
/// Opens a source: the best one that works here. All that use one come through here, so that they say the same of it, and none keeps the
/// privileges that it took.
/// </summary>
internal sealed class SourceLadder(IReadOnlyList<SourceFinding> findings, ResetSource? source)
{
    /// <summary>What was found about each source, best first.</summary>
    public IReadOnlyList<SourceFinding> Findings { get; } = findings;

    /// <summary>The source to use, or null if none works here. The caller disposes of it.</summary>
    public ResetSource? Source { get; } = source;

    /// <summary>The findings in one line, for the log.</summary>
    public override string ToString() => string.Join("; ", Findings);

    /// <summary>Tries the sources, and gives up all privileges for good.</summary>
    /// <param name="settings">Which sources, and whose resets.</param>
    /// <param name="environment">What the agent told.</param>
    /// <param name="log">Where the source complains.</param>
    /// <param name="keepsPrivileges">Not to give them up: of a command that root has called, and that asks what root alone is told.</param>
    public static SourceLadder Climb(PluginSettings settings, AgentEnvironment environment, Log log, bool keepsPrivileges = false)
    {
        ResetSource? source = null;
        SourceFinding kernel = new(SourceKind.Kernel, Works: false, "not tried, since the source is fixed to snmp");
        if (settings.Source != SourceChoice.Snmp)
        {
            source = AttachKernel(settings, out kernel);
        }

        SourceFinding snmp = ProcNet.Examine(ProcNet.Find(environment.HostPrefix));
        if (source is null && settings.Source != SourceChoice.Kernel && snmp.Works)
        {
            source = new SnmpSource(ProcNet.Find(environment.HostPrefix), log);
        }

        if (!keepsPrivileges && !Privileges.DropAll())
        {
            source?.Dispose();
            const string Keeps = "this process cannot give up its privileges, and does not go on with them";
            return new SourceLadder([kernel with { Works = false, Reason = Keeps }, snmp with { Works = false, Reason = Keeps }], null);
        }

        return new SourceLadder([kernel, snmp], source);
    }

    private static KernelSource? AttachKernel(PluginSettings settings, out SourceFinding finding)
    {
        // The number that /proc shows a network namespace by is that of the kernel's struct net (proc_ns.h).
        const string Own = "/proc/self/ns/net";
        FileStatus own = FileStatus.OfTarget(Own);
        if (settings.Scope == NetworkScope.Own && !own.Exists)
        {
            string problem = $"{Own} does not tell which network namespace is its own: {Errno.Text(own.Error)}";
            finding = new(SourceKind.Kernel, Works: false, problem);
            return null;
        }

        KernelOptions options = new()
        {
            NetworkNamespace = settings.Scope == NetworkScope.All ? 0 : (uint)own.Inode,
            HasEvents = settings.HasEvents,
            Exclude = settings.Exclude,
        };
        return KernelSource.TryAttach(options, out finding);
    }
}
