using TcpResets.Logging;
using TcpResets.Netdata;
using TcpResets.Procfs;
using TcpResets.Resets;

namespace TcpResets;

/// <summary>Decides at the start which source to use: the best one that works here. The log, <c>check</c> and the label say the same.</summary>
internal sealed class SourceLadder
{
    private SourceLadder(IReadOnlyList<SourceFinding> findings, ResetSource? source)
    {
        Findings = findings;
        Source = source;
    }

    /// <summary>What was found about each source, best first.</summary>
    public IReadOnlyList<SourceFinding> Findings { get; }

    /// <summary>The source to use, or null if none works here. The caller disposes of it.</summary>
    public ResetSource? Source { get; }

    /// <summary>Tries the sources.</summary>
    /// <param name="choice">Which ones may be used.</param>
    /// <param name="environment">Where the host's /proc is.</param>
    /// <param name="log">Where the source will report later failures.</param>
    public static SourceLadder Climb(SourceChoice choice, AgentEnvironment environment, Log log)
    {
        SourceFinding kernel = new(SourceKind.Kernel, Works: false, "this version of the plugin does not read kernel events");
        SourceFinding snmp = ProcNet.Examine(ProcNet.Find(environment.HostPrefix));
        ResetSource? source = choice != SourceChoice.Kernel && snmp.Works ? new SnmpSource(ProcNet.Find(environment.HostPrefix), log) : null;
        return new SourceLadder([kernel, snmp], source);
    }
}
