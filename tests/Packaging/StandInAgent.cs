using System.Collections.Concurrent;
using System.Globalization;

namespace TcpResets.Tests.Packaging;

/// <summary>A process that stands for an agent, since a signal to it is what makes an agent read its alerts again.</summary>
internal sealed class StandInAgent : IDisposable
{
    private static readonly ConcurrentDictionary<string, byte[]> Programs = new();

    private readonly RunningProgram process;

    /// <summary>Puts its program there, and runs it.</summary>
    public StandInAgent(string path, string version)
    {
        File.WriteAllBytes(path, Programs.GetOrAdd(version, Compile));
        Command.Output("chmod", "755", path);
        process = new RunningProgram(path, []);
        process.NextLine();
    }

    /// <summary>How often it was asked to read its alerts again.</summary>
    public int Reloads
    {
        get
        {
            process.Signal(RunningProgram.SigTerm);
            return int.Parse(process.NextLine().Text, CultureInfo.InvariantCulture);
        }
    }

    public void Dispose() => process.Dispose();

    private static byte[] Compile(string version)
    {
        using TemporaryDirectory directory = new();
        string program = Path.Join(directory.Path, "netdata");
        string source = Path.Join(Repository.Root, "tests/Packaging/agent.c");
        Command.Output("clang", "-O1", "-Wall", "-Werror", $"-DVERSION=\"{version}\"", "-o", program, source);
        return File.ReadAllBytes(program);
    }
}
