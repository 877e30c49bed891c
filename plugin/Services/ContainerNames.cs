using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>Gives containers and pods the names that people know, where somebody tells them; else they keep their numbers.</summary>
/// <param name="hostPrefix">Where the host's root is mounted; else empty.</param>
internal sealed class ContainerNames(string hostPrefix)
{
    /// <summary>For so long what was read is good enough, in microseconds: a container that has just begun may be in no list yet.</summary>
    private const long Freshness = 5_000_000;

    private readonly PodNames pods = new(hostPrefix);
    private readonly AgentNames agent = new();
    private readonly EngineNames? engines = FileTree.EffectiveUser() == 0 ? new(hostPrefix) : null;
    private long? lastRead;

    /// <summary>The same with names.</summary>
    /// <param name="cgroup">What the path tells.</param>
    /// <param name="now">In microseconds, of a clock that goes on.</param>
    public CgroupName Improve(CgroupName cgroup, long now)
    {
        if (cgroup.ContainerId.Length == 0 && cgroup.PodId.Length == 0)
        {
            return cgroup;
        }

        CgroupName better = Look(cgroup);
        if (better == cgroup && !(now - lastRead < Freshness))
        {
            lastRead = now;
            pods.Read();
            agent.Read();
            engines?.Read();
            better = Look(cgroup);
        }

        return better;
    }

    private CgroupName Look(CgroupName cgroup)
    {
        string id = cgroup.ContainerId;
        if (cgroup.PodId.Length > 0 && pods.PodOf(cgroup.PodId) is { } pod)
        {
            string inside = id.Length == 0 ? "" : "/" + (pods.ContainerOf(id) ?? id[..CgroupPath.ShownIdLength]);
            return cgroup with
            {
                Service = new(ServiceKind.Pod, UnitText.Cut(pod + inside)),
                Namespace = new(ServiceKind.Pod, UnitText.Cut(pod)),
            };
        }

        if (id.Length == 0 || (agent.NameOf(id) ?? engines?.NameOf(id)) is not { Length: > 0 } name)
        {
            return cgroup;
        }

        // What stands beside the number stays beside the name.
        string shown = cgroup.Service.Name.Replace(id[..CgroupPath.ShownIdLength], name, StringComparison.Ordinal);
        Service service = cgroup.Service with { Name = UnitText.Cut(shown) };
        bool isInside = cgroup.PodId.Length == 0 && cgroup.Namespace is not null;
        return cgroup with { Service = service, Namespace = isInside ? service : cgroup.Namespace };
    }
}
