namespace TcpResets.Commands;

/// <summary>The exit codes, which the agent acts on: with any but 0 before data it leaves the plugin off.</summary>
internal static class ExitCode
{
    /// <summary>Done, or ended by the agent.</summary>
    public const int Done = 0;

    /// <summary>It cannot work here.</summary>
    public const int CannotWork = 1;

    /// <summary>Wrong usage.</summary>
    public const int WrongUsage = 2;
}
