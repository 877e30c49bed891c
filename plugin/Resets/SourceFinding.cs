namespace TcpResets.Resets;

/// <summary>Whether a source works here, and what it rests on, or why it does not: one sentence without a full stop.</summary>
internal sealed record SourceFinding(SourceKind Source, bool Works, string Reason)
{
    /// <summary>As in <c>kernel: it takes ...</c></summary>
    public override string ToString() => $"{Words<SourceKind>.Of(Source)}: {Reason}";
}
