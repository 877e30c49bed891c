using System.Diagnostics;

namespace TcpResets.Tests.Guides;

/// <summary>Runs shell commands in the network of the calling thread.</summary>
internal static class Shell
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>Runs <paramref name="script"/> with bash to its end.</summary>
    public static ShellResult Run(string script)
    {
        using Process process = Start(script);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(Deadline))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"still running after {Deadline.TotalSeconds} s: {script}");
        }

        return new ShellResult(process.ExitCode, output.GetAwaiter().GetResult());
    }

    /// <summary>
    /// Runs <paramref name="command"/> as a person would, after <paramref name="before"/> has prepared the scene, on directories of
    /// its own in place of those it may write to.
    /// </summary>
    public static ShellResult RunApart(string command, string before) => Run(
        $"""
        exec unshare --mount bash -c '
        for d in /tmp /etc/sysctl.d; do mount -t tmpfs -o mode=1777 tmpfs $d; done
        eval "$1" >/dev/null 2>&1
        bash -c "$2"; code=$?
        kill $(jobs -p) 2>/dev/null
        exit $code' - {Quote(before)} {Quote(command)}
        """);

    /// <summary>Starts <paramref name="script"/>; both streams arrive as standard output.</summary>
    public static Process Start(string script)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardInput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add("exec 2>&1\n" + script);
        start.Environment["LC_ALL"] = "C.UTF-8";
        Process process = Process.Start(start)!;
        process.StandardInput.Close();
        return process;
    }

    private static string Quote(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
