namespace TcpResets.Resets;

/// <summary>Where the numbers come from.</summary>
internal abstract class ResetSource : IDisposable
{
    /// <summary>Which one it is, as the label <c>source</c> and the chart's module say it.</summary>
    public abstract SourceKind Kind { get; }

    /// <summary><see cref="Kind"/> in lower case.</summary>
    public string Name => Kind == SourceKind.Snmp ? "snmp" : "kernel";

    /// <summary>Whether it counts for all network namespaces of the host, and not only for the plugin's own.</summary>
    public abstract bool IsHostWide { get; }

    /// <summary>Whether a slot of the counts can be told at all. What cannot has no place in a chart.</summary>
    public virtual bool Tells(int slot) => true;

    /// <summary>How many events have escaped it, if it can tell. To ask is not free: not for each tick.</summary>
    public virtual ulong Missed => 0;

    /// <summary>Brings the counts up to now. What cannot be read now is absent; it allocates nothing when nothing changes.</summary>
    public abstract void Read(ResetCounts counts);

    /// <inheritdoc/>
    public abstract void Dispose();
}
