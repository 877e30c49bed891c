namespace TcpResets.Tests.Health;

/// <summary>What a messenger got.</summary>
/// <param name="SentAt">When.</param>
/// <param name="Text">All of it.</param>
public sealed record Message(DateTimeOffset SentAt, string Text);
