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
        Command.Output(
            "gcc", ["-O2", "-Wall", "-Wextra", "-Wno-missing-field-initializers", "-o", output, Source(name + ".c"), .. options]);
        return output;
    }

    /// <summary>Compiles BPF programs as the plugin's are compiled.</summary>
    /// <returns>The path of the object file.</returns>
    public string CompileBpf(string name)
    {
        string output = System.IO.Path.Join(Path, name + ".bpf.o");
        Command.Output(
            "clang", ["-target", "bpf", "-mcpu=v3", "-O2", "-g", "-Wall", "-Werror", "-c", Source(name + ".bpf.c"), "-o", output]);
        return output;
    }

    /// <summary>The path of a source.</summary>
    public string Source(string file) => System.IO.Path.Join(sources, file);

    /// <inheritdoc/>
    public void Dispose() => directory.Delete(recursive: true);
}
