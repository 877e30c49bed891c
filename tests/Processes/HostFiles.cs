namespace TcpResets.Tests.Processes;

/// <summary>/proc/net/snmp and netstat of a real kernel under a prefix, as a container's agent sees its host, changeable at will.</summary>
internal sealed class HostFiles : IDisposable
{
    private const long AtFirst = 16259; // InSegs
    private const long PerChange = 1_000_000;

    private readonly TemporaryDirectory directory = new();

    private long arrived;

    public HostFiles() => Restore();

    /// <summary>The value of NETDATA_HOST_PREFIX that makes the plugin read them.</summary>
    public (string Name, string Value) Environment => ("NETDATA_HOST_PREFIX", directory.Path);

    /// <summary>The directory that stands for the host's root.</summary>
    public string Prefix => directory.Path;

    /// <summary>Makes both as they were at first, but for the segments that have arrived since.</summary>
    public void Restore()
    {
        foreach (string name in new[] { "snmp", "netstat" })
        {
            string content = File.ReadAllText(Repository.Fixture($"6.18/proc/net/{name}"));
            Write(name, content.Replace($"{AtFirst}", $"{AtFirst + arrived}", StringComparison.Ordinal));
        }
    }

    /// <summary>What a file holds.</summary>
    public string Read(string name) => File.ReadAllText(At(name));

    /// <summary>Replaces a file as a whole: nobody sees half of it.</summary>
    public void Write(string name, string content) => File.Move(directory.Write("new", content), At(name), overwrite: true);

    /// <summary>Takes a file away.</summary>
    public void Delete(string name) => File.Delete(At(name));

    /// <summary>Cuts a file before a text that it holds.</summary>
    public void CutBefore(string name, string text)
    {
        string content = Read(name);
        int end = content.IndexOf(text, StringComparison.Ordinal);
        Write(name, end >= 0 ? content[..end] : throw new ArgumentException($"{name} does not hold '{text}'"));
    }

    /// <summary>
    /// Sets the value of a column of <c>Tcp:</c> in snmp; null takes the column away. A million segments arrive meanwhile, so that resets
    /// can be among them.
    /// </summary>
    public void Set(string column, string? value)
    {
        string[] lines = Read("snmp").Split('\n');
        int line = Array.FindIndex(lines, text => text.StartsWith("Tcp:", StringComparison.Ordinal));
        List<string> names = [.. lines[line].Split(' ')];
        List<string> values = [.. lines[line + 1].Split(' ')];
        int index = names.IndexOf(column);
        values[index] = value ?? "";
        arrived += PerChange;
        values[names.IndexOf("InSegs")] = $"{AtFirst + arrived}";
        if (value is null)
        {
            names.RemoveAt(index);
            values.RemoveAt(index);
        }

        lines[line] = string.Join(' ', names);
        lines[line + 1] = string.Join(' ', values);
        Write("snmp", string.Join('\n', lines));
    }

    public void Dispose() => directory.Dispose();

    private string At(string name)
    {
        string path = Path.Join(directory.Path, "proc", "net", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        return path;
    }
}
