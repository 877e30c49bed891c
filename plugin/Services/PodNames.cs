using System.Text;
using TcpResets.Linux;

namespace TcpResets.Services;

/// <summary>
/// The names of pods and their containers, by what the kubelet calls their logs: only names in directories that everybody may list are
/// read, no log. <c>/var/log/pods/NAMESPACE_POD_UID/</c> (pkg/kubelet/kuberuntime/helpers.go, BuildPodLogsDirectory()) and
/// <c>/var/log/containers/POD_NAMESPACE_CONTAINER-ID.log</c> (legacy.go, legacyLogSymlink()). Names in Kubernetes have no underscore.
/// </summary>
internal sealed class PodNames(string hostPrefix)
{
    // A node has 110 pods by default, and keeps logs of what has ended.
    private const int MostEntries = 8192;

    private readonly Dictionary<string, string> pods = [];
    private readonly Dictionary<string, string> containers = [];

    /// <summary>Reads the directories.</summary>
    public void Read()
    {
        pods.Clear();
        containers.Clear();
        using DirectoryEntries entries = new();
        _ = entries.Open(hostPrefix + "/var/log/pods");
        for (int i = 0; i < MostEntries && entries.Next(); i++)
        {
            string[] parts = Encoding.UTF8.GetString(entries.Name).Split('_');
            if (parts.Length == 3)
            {
                pods[parts[2]] = $"{parts[0]}/{parts[1]}";
            }
        }

        _ = entries.Open(hostPrefix + "/var/log/containers");
        for (int i = 0; i < MostEntries && entries.Next(); i++)
        {
            string name = Encoding.UTF8.GetString(entries.Name);
            int start = name.LastIndexOf('_');
            int end = name.LastIndexOf('-');
            if (start >= 0 && end > start && name.EndsWith(".log", StringComparison.Ordinal))
            {
                containers[name[(end + 1)..^".log".Length]] = name[(start + 1)..end];
            }
        }
    }

    /// <summary>The name of a pod, <c>NAMESPACE/POD</c>; null if it is not known.</summary>
    public string? PodOf(string uid) => pods.GetValueOrDefault(uid);

    /// <summary>The name that a container has in its pod; null if it is not known.</summary>
    public string? ContainerOf(string id) => containers.GetValueOrDefault(id);
}
