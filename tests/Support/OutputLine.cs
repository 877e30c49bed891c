namespace TcpResets.Tests.Support;

/// <summary>A line of a process's standard output.</summary>
/// <param name="Text">Without the line's end.</param>
/// <param name="At">The wall clock when it arrived, in microseconds since 1970.</param>
internal sealed record OutputLine(string Text, long At);
