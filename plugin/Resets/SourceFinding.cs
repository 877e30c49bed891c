namespace TcpResets.Resets;

/// <summary>Whether a source works here.</summary>
/// <param name="Source">Which source.</param>
/// <param name="Works">True if it can be used.</param>
/// <param name="Reason">What it rests on, or why it does not work: one sentence without a full stop.</param>
internal sealed record SourceFinding(SourceKind Source, bool Works, string Reason)
{
    /// <summary>As in <c>kernel: it takes ...</c></summary>
    public override string ToString() => $"{Words<SourceKind>.Of(Source)}: {Reason}";
}
