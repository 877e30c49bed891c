using TcpResets.Linux;

namespace TcpResets.Services;

/// <summary>Runs a program of the system, where only root can have put it, for a moment.</summary>
internal static class SystemProgram
{
    private const long Patience = 2_000_000;
    private static readonly string[] Directories = ["/usr/sbin/", "/usr/bin/", "/sbin/", "/bin/"];

    /// <summary>What it printed; empty if it is not there, or has failed.</summary>
    public static string Run(string name, params ReadOnlySpan<string> arguments)
    {
        foreach (string directory in Directories)
        {
            if (FileStatus.OfTarget(directory + name) is { IsFile: true, OthersMayWrite: false })
            {
                int error = Spawn.Run(directory + name, arguments, Patience, out string output, out int status);
                return error == 0 && status == 0 ? output : "";
            }
        }

        return "";
    }
}
