using TcpResets.Linux;

namespace TcpResets.Terminal;

/// <summary>What standard output is, if it is a terminal.</summary>
internal static class Screen
{
    private const int UsualWidth = 80;

    public static bool IsTerminal { get; } = FileDescriptor.IsTerminal(FileDescriptor.Stdout);

    /// <summary>Its columns; 0 if it is none.</summary>
    public static int Width => !IsTerminal ? 0
        : TerminalDevice.Size(FileDescriptor.Stdout).Columns is > 0 and var columns ? columns
        : UsualWidth;

    /// <summary>Whether it knows what it is sent beside text.</summary>
    public static bool IsCapable => IsTerminal && Variable("TERM") is not (null or "dumb");

    /// <summary>Whether it knows colours, and the user wants them (no-color.org).</summary>
    public static bool HasColors => IsCapable && Variable("NO_COLOR") is null;

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}
