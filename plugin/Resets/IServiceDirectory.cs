namespace TcpResets.Resets;

/// <summary>Knows services by what the kernel tells of a socket.</summary>
internal interface IServiceDirectory
{
    /// <summary>The service of a cgroup, or else of a network namespace: the same object for the same service each time.</summary>
    /// <param name="cgroup">The id of the cgroup, or 0.</param>
    /// <param name="networkNamespace">The inode number of the network namespace, or 0.</param>
    Service Find(ulong cgroup, uint networkNamespace);

    /// <summary>Begins a tick, at so many microseconds of a clock that goes on: what could not be found is looked for again.</summary>
    void Refresh(long now)
    {
    }
}
