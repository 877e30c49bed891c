namespace TcpResets.Tests.Support;

/// <summary>
/// A script on a terminal of its own, which script(1) makes. Its shell is bash, whatever SHELL says: it goes on after a program that
/// Ctrl-C has reached and that ended by itself, where dash dies of the same signal.
/// </summary>
internal sealed class TerminalProgram(string script, params IEnumerable<(string Name, string? Value)> environment)
    : RunningProgram(
        "script",
        ["-qec", script, "/dev/null"],
        [("SHELL", "/bin/bash"), ("TERM", "xterm"), ("NO_COLOR", null), ("PAGER", null), ("LESS", null), .. environment])
{
    public const string CtrlC = "\u0003";
}
