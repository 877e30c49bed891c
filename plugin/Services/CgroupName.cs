using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>What the path of a cgroup tells.</summary>
/// <param name="Service">Whose it is.</param>
/// <param name="Namespace">
/// Whose the network namespace is that its processes live in, if it is a container's: the container's, or the pod's, whose containers share
/// one. Null for others.
/// </param>
/// <param name="ContainerId">The number of the container in whole, 64 digits, if there is one; else empty.</param>
/// <param name="PodId">The number of the pod, if there is one; else empty.</param>
internal sealed record CgroupName(Service Service, Service? Namespace, string ContainerId, string PodId)
{
    /// <summary>Of no container.</summary>
    public CgroupName(Service service)
        : this(service, null, "", "")
    {
    }

    /// <summary>Whether it is called by a number, which somebody may yet give a name to.</summary>
    public bool IsNumber =>
        ContainerId.Length > 0 && Service.Name.Contains(ContainerId[..CgroupPath.ShownIdLength], StringComparison.Ordinal);
}
