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

    /// <summary>Whether it hands on events, too: who, and where.</summary>
    public virtual bool HasEvents => false;

    /// <summary>
    /// Hands on the resets since the last call, oldest first, without a system call. In a flood they are a part of those that
    /// <see cref="Read"/> has counted, evenly in time, and each stands for some of the others that it has counted since the last call.
    /// After <see cref="Read"/>, so that none is counted whose event is still to come.
    /// </summary>
    public virtual void HandOn(IResetEventReader reader)
    {
    }

    /// <summary>The kernel's name of the reason, as in <c>TCP_ABORT_ON_CLOSE</c>; empty if it has given none.</summary>
    public virtual string ReasonOf(in ResetEvent reset) => "";

    public abstract void Dispose();
}
