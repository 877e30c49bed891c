namespace TcpResets.Resets;

/// <summary>Where the numbers come from.</summary>
internal abstract class ResetSource : IDisposable
{
    /// <summary>Which one it is, as the label <c>source</c> and the chart's module say it.</summary>
    public abstract SourceKind SourceKind { get; }

    public string Name => Words<SourceKind>.Of(SourceKind);

    /// <summary>Whether it counts for all network namespaces of the host, and not only for the plugin's own.</summary>
    public abstract bool IsHostWide { get; }

    /// <summary>Whether it can know a kind at all. What it cannot has no place in a chart.</summary>
    public virtual bool Knows(Family family, Kind kind) => true;

    /// <summary>How many events have escaped it so far; null if that cannot be told. To ask is not free: not for each tick.</summary>
    public virtual ulong? Missed => 0;

    /// <summary>Brings the counts up to now. What cannot be read now is absent; it allocates nothing when nothing changes.</summary>
    public abstract void Read(ResetCounts counts);

    public abstract void Dispose();
}
