using System.Text;

namespace TcpResets.Services;

/// <summary>One cgroup that has been seen.</summary>
/// <param name="id">The kernel's number of it: that of its directory.</param>
/// <param name="parent">The cgroup it is in; null for the root, and for one that nobody has seen.</param>
/// <param name="name">The last part of its path, as the file system has it: empty for the root; null for one that nobody can see.</param>
internal sealed class CgroupNode(ulong id, CgroupNode? parent, byte[]? name)
{
    /// <summary>Deeper ones are not looked at: a container in a container in a Kubernetes node is some fifteen deep.</summary>
    public const int DeepestLevel = 40;

    // What open(2) takes (PATH_MAX, limits.h).
    private const int LongestPath = 4096;

    public ulong Id => id;

    /// <summary>Whether it was found where cgroups are.</summary>
    public bool IsSeen => name is not null;

    /// <summary>How many cgroups are above it.</summary>
    public int Level { get; } = parent is null ? 0 : parent.Level + 1;

    /// <summary>Whether it is known to hold other cgroups.</summary>
    public bool HasChildren { get; set; }

    /// <summary>The last walk that has seen it.</summary>
    public int SeenInWalk { get; set; }

    /// <summary>The last tick that asked for it; 0 for one that no reset came from.</summary>
    public int AskedInTick { get; set; }

    /// <summary>Whose it is, once somebody has asked.</summary>
    public CgroupName? Named { get; set; }

    /// <summary>The last round of names in which it was named.</summary>
    public int NamedInRound { get; set; }

    /// <summary>The network namespace that it was last known to use, and the round of names in which that was noted.</summary>
    public (uint Inode, int Round) Uses { get; set; }

    /// <summary>Its path below the root, as in <c>/system.slice/nginx.service</c>.</summary>
    public string Path
    {
        get
        {
            Span<byte> path = stackalloc byte[LongestPath];
            return Encoding.UTF8.GetString(path[..WritePath(path)]);
        }
    }

    /// <summary>Writes that path; 0 bytes for the root, and for one that is too long to be opened.</summary>
    public int WritePath(Span<byte> path)
    {
        if (Parent is null || name is null)
        {
            return 0;
        }

        int length = Parent.WritePath(path);
        if ((length == 0 && Parent.Parent is not null) || length + 1 + name.Length >= path.Length)
        {
            return 0;
        }

        path[length] = (byte)'/';
        name.CopyTo(path[(length + 1)..]);
        return length + 1 + name.Length;
    }

    private CgroupNode? Parent => parent;
}
