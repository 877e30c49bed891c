namespace TcpResets.Tests.Services;

/// <summary>Named network namespaces of one test, gone with it.</summary>
internal sealed class Namespaces(int count) : IDisposable
{
    private readonly string prefix = $"test-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..6]}-";
    private (string Name, uint Inode)[] all = [];

    /// <summary>Makes them as a person does.</summary>
    public (string Name, uint Inode)[] Make()
    {
        string[] names = [.. Enumerable.Range(0, count).Select(number => prefix + number)];
        Command.Output("ip", ["-batch", "-"], TimeSpan.FromMinutes(2), string.Concat(names.Select(name => $"netns add {name}\n")));
        string[] inodes = Command.Output("stat", ["-c", "%i", .. names.Select(name => $"/run/netns/{name}")])
            .Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return all = [.. names.Zip(inodes, (name, inode) => (name, uint.Parse(inode)))];
    }

    public void Dispose() =>
        Command.Output("ip", ["-batch", "-"], TimeSpan.FromMinutes(2), string.Concat(all.Select(each => $"netns del {each.Name}\n")));
}
