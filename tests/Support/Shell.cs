namespace TcpResets.Tests.Support;

/// <summary>Runs bash scripts in the network of the calling thread, with both streams in the order of arrival as standard output.</summary>
internal static class Shell
{
    /// <summary>Runs <paramref name="script"/> to its end.</summary>
    public static CommandResult Run(string script) => Command.Run("bash", Arguments(script));

    /// <summary>Starts <paramref name="script"/>.</summary>
    public static RunningProgram Start(string script) => new("bash", Arguments(script));

    private static string[] Arguments(string script) => ["-c", $"exec 2>&1\nexport LC_ALL=C.UTF-8\n{script}"];
}
