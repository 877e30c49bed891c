using FluentAssertions;

namespace TcpResets.Tests.Kernel;

/// <summary>The real executable, started as the agent does: as a user without privileges, with what capabilities its file has.</summary>
internal sealed class RunningPlugin : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly RunningProgram program;

    /// <summary>Starts it and waits until it has said what it collects.</summary>
    /// <param name="capabilities">The file's capabilities as setcap(8) takes them, or "" for none.</param>
    /// <param name="setpriv">More options of setpriv(1).</param>
    public RunningPlugin(string capabilities, params string[] setpriv)
        : this(capabilities, setpriv, [])
    {
    }

    /// <summary>The same, in an environment.</summary>
    public RunningPlugin(string capabilities, string[] setpriv, Dictionary<string, string> environment)
    {
        string file = Path.Join(directory.Path, "tcp-resets.plugin");
        File.Copy(Repository.Executable, file);
        File.SetUnixFileMode(directory.Path, (UnixFileMode)0b111_101_101);
        File.SetUnixFileMode(file, (UnixFileMode)0b111_101_101);
        if (capabilities.Length > 0)
        {
            Command.Output("setcap", capabilities, file);
        }

        // env(1) comes last, so that only the plugin gets what is meant for it.
        string[] variables = [.. environment.Select(variable => $"{variable.Key}={variable.Value}")];
        program = new RunningProgram(
            "setpriv", ["--reuid", "nobody", "--regid", "nogroup", "--clear-groups", .. setpriv, "env", .. variables, file, "1"]);
        string line;
        while ((line = program.NextLine().Text) != "END")
        {
            if (line.StartsWith("CLABEL 'source' '", StringComparison.Ordinal))
            {
                Source = line.Split('\'')[3];
            }
        }
    }

    /// <summary>What the label says.</summary>
    public string Source { get; } = "";

    /// <summary>Its process.</summary>
    public int Id => program.Id;

    /// <summary>What each of its threads may do: the lines of /proc/PID/task/TID/status that begin so.</summary>
    public string[] Threads(string field) =>
        [.. Directory.GetDirectories($"/proc/{Id}/task").Select(task =>
            File.ReadLines(task + "/status").First(line => line.StartsWith(field + ":", StringComparison.Ordinal)).Split('\t')[1])];

    /// <summary>The numbers of its BPF programs.</summary>
    public int[] Programs() =>
        [.. Directory.GetFiles($"/proc/{Id}/fdinfo").SelectMany(File.ReadLines)
            .Where(line => line.StartsWith("prog_id:", StringComparison.Ordinal))
            .Select(line => int.Parse(line.Split('\t')[1], System.Globalization.CultureInfo.InvariantCulture)).Distinct()];

    /// <summary>Kills it so that it can do nothing more.</summary>
    public void Kill() => program.Kill();

    /// <summary>Ends it as the agent does.</summary>
    /// <returns>What it logged.</returns>
    public string End()
    {
        program.CloseInput();
        program.ExitCode().Should().Be(0);
        return string.Join('\n', program.RestOfLog());
    }

    public void Dispose()
    {
        program.Dispose();
        directory.Dispose();
    }
}
