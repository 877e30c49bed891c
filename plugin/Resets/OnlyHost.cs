namespace TcpResets.Resets;

/// <summary>Knows no service but the host.</summary>
internal sealed class OnlyHost : IServiceDirectory
{
    public Service Find(ulong cgroup, uint networkNamespace) => Service.Host;
}
