namespace TcpResets.Packaging;

/// <summary>Installing cannot go on. The message says why, for the user to read.</summary>
/// <param name="message">What failed, where, and why.</param>
internal sealed class InstallFailure(string message) : Exception(message);
