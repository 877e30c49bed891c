using System.Diagnostics;

namespace TcpResets.Benchmarks;

/// <summary>Makes the programs of a benchmark from their sources, in a directory of its own.</summary>
/// <param name="sources">Where the sources are.</param>
internal sealed class Workshop(string sources) : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("tcp-resets-bench-");

    /// <summary>Where it works.</summary>
    public string Path => directory.FullName;

    /// <summary>Compiles a C program.</summary>
    /// <returns>The path of the program.</returns>
    public string Compile(string name, params string[] options)
    {
        string output = System.IO.Path.Join(Path, name);
        Run("gcc", ["-O2", "-Wall", "-Wextra", "-Wno-missing-field-initializers", "-o", output, Source(name + ".c"), .. options]);
        return output;
    }

    /// <summary>Compiles BPF programs as the plugin's are compiled.</summary>
    /// <returns>The path of the object file.</returns>
    public string CompileBpf(string name)
    {
        string output = System.IO.Path.Join(Path, name + ".bpf.o");
        Run("clang", ["-target", "bpf", "-mcpu=v3", "-O2", "-g", "-Wall", "-Werror", "-c", Source(name + ".bpf.c"), "-o", output]);
        return output;
    }

    /// <summary>The path of a source.</summary>
    public string Source(string file) => System.IO.Path.Join(sources, file);

    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed.</returns>
    public static string Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}");
    }

    /// <inheritdoc/>
    public void Dispose() => directory.Delete(recursive: true);
}
