namespace TcpResets.Guides;

/// <summary>A guide that cannot be rendered; the message is one line that says which file, where, and what to change.</summary>
internal sealed class GuideException(string message) : Exception(message);
