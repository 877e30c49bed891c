using TcpResets.Resets;

namespace TcpResets.Tests.Resets;

/// <summary>A directory that names a service by the number of its cgroup.</summary>
internal sealed class SomeServices : IServiceDirectory
{
    private readonly Dictionary<ulong, Service> known = [];

    public Service Find(ulong cgroup, uint networkNamespace)
    {
        if (cgroup == 0)
        {
            return Service.Host;
        }

        if (!known.TryGetValue(cgroup, out Service? service))
        {
            known[cgroup] = service = new Service(ServiceKind.Unit, $"unit{cgroup}.service");
        }

        return service;
    }
}
