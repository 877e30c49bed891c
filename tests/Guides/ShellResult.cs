namespace TcpResets.Tests.Guides;

/// <summary>How a command ended and all it printed, both streams in the order of arrival.</summary>
internal sealed record ShellResult(int ExitCode, string Output);
