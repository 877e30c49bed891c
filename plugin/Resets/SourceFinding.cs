namespace TcpResets.Resets;

/// <summary>Whether a source works here.</summary>
/// <param name="Kind">Which source.</param>
/// <param name="Works">True if it can be used.</param>
/// <param name="Reason">What it rests on, or why it does not work: one sentence without a full stop.</param>
internal sealed record SourceFinding(SourceKind Kind, bool Works, string Reason);
