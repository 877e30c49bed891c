namespace TcpResets.Packaging;

/// <summary>Installing cannot go on. The message says why, for the user to read.</summary>
internal sealed class InstallFailure(string message) : Exception(message);
