using TcpResets.Services;

namespace TcpResets.Tests.Services;

/// <summary>Cgroups of one test, in the unified hierarchy of this machine, gone with it.</summary>
internal sealed class Cgroups : IDisposable
{
    private static int count;

    private readonly string directory;

    public Cgroups()
    {
        Root = CgroupMount.Find("") ?? throw new InvalidOperationException("the unified hierarchy of cgroups (cgroup2) is not mounted");
        Name = $"test-{Environment.ProcessId}-{Interlocked.Increment(ref count)}";
        directory = Path.Join(Root, Name);
        Directory.CreateDirectory(directory);
    }

    /// <summary>Where the hierarchy is mounted.</summary>
    public string Root { get; }

    /// <summary>The cgroup that all are in.</summary>
    public string Name { get; }

    /// <summary>Makes one, and those that it is in.</summary>
    /// <returns>Its number.</returns>
    public ulong Make(string path)
    {
        string full = Path.Join(directory, path);
        Directory.CreateDirectory(full);
        return Number(full);
    }

    /// <summary>Removes one.</summary>
    public void Remove(string path) => Directory.Delete(Path.Join(directory, path));

    public void Dispose() => RemoveAll(directory);

    // What is in the directory of a cgroup goes with it: only directories can be removed, from the innermost out.
    private static void RemoveAll(string path)
    {
        foreach (string inner in Directory.EnumerateDirectories(path))
        {
            RemoveAll(inner);
        }

        Directory.Delete(path);
    }

    // By another way than the plugin's, which reads it in the directory above.
    private static ulong Number(string path) => ulong.Parse(Command.Output("stat", "-c", "%i", path));
}
