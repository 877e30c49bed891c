namespace TcpResets.Commands;

/// <summary>The exit codes, which the agent acts on: with any but 0 before data it leaves the plugin off.</summary>
internal static class ExitCode
{
    public const int Done = 0; // or ended by the agent
    public const int CannotWork = 1;
    public const int WrongUsage = 2;
    public const int SomethingIsWrong = 3; // of diagnose
}
