using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>Runs a program of the agent, if nobody but root and the user of this process could have changed it.</summary>
internal static class AgentProgram
{
    private const int PatienceSeconds = 20;
    private const int Killed = -9;

    /// <summary>What it printed, or null and what was wrong.</summary>
    public static string? Run(string path, string argument, out string problem)
    {
        string target = path;
        using HeldDirectory place = HeldDirectory.Of(ref target);
        FileStatus file = place.StatusOf(Path.GetFileName(target));
        problem = !FileStatus.OfTarget(path).IsFile ? $"there is no {path}"
            : file.OthersMayWrite || place.Error != 0 ? $"others than you could have changed {path}"
            : place.Foreign is { } foreign ? $"others than you could have changed {path}, since they can change {foreign}"
            : "";
        if (problem.Length > 0)
        {
            return null;
        }

        int error = Spawn.Run(path, [argument], PatienceSeconds * 1_000_000L, out string output, out int status);
        problem = (error, status) switch
        {
            (not 0, _) => $"{path} does not run: {Errno.Text(error)}",
            (_, Killed) => $"{path} {argument} did not end within {PatienceSeconds} s",
            (_, not 0) => $"{path} {argument} ended with {status}: {output.ReplaceLineEndings(" ").Trim()}",
            _ => "",
        };
        return problem.Length > 0 ? null : output;
    }
}
