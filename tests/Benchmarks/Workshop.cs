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

    /// <summary>Compiles BPF programs as the plugin's are compiled, and what attaches them.</summary>
    /// <param name="name">Of their source.</param>
    /// <param name="macros">To be defined there.</param>
    /// <returns>A command: it prints <c>attached</c>, and detaches them when its input ends.</returns>
    public string[] Attach(string name, params string[] macros)
    {
        string output = System.IO.Path.Join(Path, string.Concat([name, .. macros, ".bpf.o"]));
        string[] options = ["-target", "bpf", "-mcpu=v3", "-O2", "-g", "-Wall", "-Werror", .. macros.Select(macro => "-D" + macro)];
        Command.Output("clang", [.. options, "-c", Source(name + ".bpf.c"), "-o", output]);
        return [Compile("attach", "-lbpf"), output];
    }

    /// <summary>Writes a configuration of the plugin, of lines of its first section.</summary>
    /// <returns>What tells the plugin of it.</returns>
    public (string Name, string Value) Configure(params string[] lines)
    {
        string folder = directory.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;
        File.WriteAllText(System.IO.Path.Join(folder, "tcp-resets.conf"), string.Join("\n\t", ["[plugin]", .. lines]) + "\n");
        return ("NETDATA_USER_CONFIG_DIR", folder);
    }

    /// <summary>The path of a source.</summary>
    public string Source(string file) => System.IO.Path.Join(sources, file);

    /// <inheritdoc/>
    public void Dispose() => directory.Delete(recursive: true);
}
