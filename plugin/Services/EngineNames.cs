using System.Text;
using TcpResets.Linux;

namespace TcpResets.Services;

/// <summary>
/// The names that containers have by the files of their engines, which only root can read: so for <c>watch</c>, <c>top</c> and
/// <c>diagnose</c>. Root alone writes them.
/// </summary>
internal sealed class EngineNames(string hostPrefix)
{
    private const int LargestDockerFile = 256 * 1024;
    private const int LargestPodmanFile = 4 * 1024 * 1024;

    // What a machine keeps its images by: containers-storage.conf(5), driver.
    private static readonly string[] Drivers = ["overlay", "vfs", "btrfs", "zfs"];

    private string podman = "";

    /// <summary>Reads the one file that has the containers of podman.</summary>
    public void Read()
    {
        podman = "";
        foreach (string driver in Drivers)
        {
            // containers/storage containers.go, containerStore.Load().
            string path = $"{hostPrefix}/var/lib/containers/storage/{driver}-containers/containers.json";
            podman = podman.Length == 0 && FileStatus.OfTarget(path).IsFile ? Text(path, LargestPodmanFile) : podman;
        }
    }

    /// <summary>The name of a container by its number in whole; null if it is not known.</summary>
    public string? NameOf(string id)
    {
        // moby container/container.go, readFrom(): "Name":"/web". In a value, a quotation mark would be escaped.
        string docker = $"{hostPrefix}/var/lib/docker/containers/{id}/config.v2.json";
        return (FileStatus.Of(docker).IsFile ? Between(Text(docker, LargestDockerFile), "\"Name\":\"/") : null)
            ?? PodmanName(podman, id);
    }

    /// <summary>The name of a container in <c>[{"id":"…","names":["web"],…},…]</c>: containers/storage containers.go, Container.</summary>
    public static string? PodmanName(string containers, string id)
    {
        int start = containers.IndexOf($"\"id\":\"{id}\"", StringComparison.Ordinal);
        int next = start < 0 ? -1 : containers.IndexOf("\"id\":\"", start + 1, StringComparison.Ordinal);
        return start < 0 ? null : Between(next < 0 ? containers[start..] : containers[start..next], "\"names\":[\"");
    }

    private static string? Between(string text, string before)
    {
        int start = text.IndexOf(before, StringComparison.Ordinal);
        int end = start < 0 ? -1 : text.IndexOf('"', start + before.Length);
        return end <= start + before.Length ? null : text[(start + before.Length)..end];
    }

    private static string Text(string path, int most)
    {
        byte[] content = new byte[most];
        int length = BoundedFile.Read(path, content);
        return length <= 0 ? "" : Encoding.UTF8.GetString(content, 0, length);
    }
}
