using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>
/// Names whoever a reset hit. The cgroup of the socket tells; where there is none (no socket at all, a request, a TIME-WAIT), or it is the
/// root, the network namespace does. On a host that has only the first version of cgroups in use, all sockets have the root of the unified
/// hierarchy, which nobody uses: there the network namespace tells everything, and the services of the host itself are not told apart.
/// <para>
/// What is known costs no system call. What is new is looked for at once, but not for longer than a slice of time in each tick; whatever
/// is not found by then stands under <c>cgroup:NUMBER</c>, and under its name from the tick on that finds it. A cgroup that is gone before
/// anybody has seen it keeps the number.
/// </para>
/// </summary>
internal sealed class ServiceDirectory : IServiceDirectory, IDisposable
{
    /// <summary>How many cgroups are kept at most; the least recently asked for go first.</summary>
    public const int Capacity = 16_384;

    /// <summary>How long what is known may be looked at again in each tick.</summary>
    public static readonly TimeSpan SliceOfTick = TimeSpan.FromMilliseconds(2);

    /// <summary>How long the search for what is new may take in each tick: 1,000 network namespaces at once take some 15 ms.</summary>
    public static readonly TimeSpan SliceOfNews = TimeSpan.FromMilliseconds(20);

    // At the start, once: on a machine that is idle, 10,000 cgroups take a tenth of it.
    private static readonly TimeSpan SliceOfStart = TimeSpan.FromSeconds(1);

    // The numbers of a hierarchy begin with its root (kernfs_create_root() of fs/kernfs/dir.c); 0 is none.
    private const ulong RootCgroup = 1;

    // In microseconds: everything is looked at again, so that what begins is known before it ends, and what had no name yet may have one.
    private const long Round = 60_000_000;

    private const int MostNumbered = 4096;

    // The kernel tells neither.
    private static readonly Service Nobody = new(ServiceKind.NetworkNamespace, "unknown");

    private readonly TimeSlice slice = new();
    private readonly CgroupTree tree;
    private readonly NetworkNamespaces namespaces;
    private readonly ContainerNames containers;
    private readonly Func<uint, string?> userName;
    private readonly KnownServices services = new();
    private readonly Dictionary<ulong, Service> numbered = [];
    private int tick = 1;
    private int round = 1;
    private long now;
    private long roundBegan;

    /// <summary>Looks at all there is.</summary>
    /// <param name="hostPrefix">Where the host's root is mounted, when the plugin runs in a container; else empty.</param>
    /// <param name="now">In microseconds, of the clock of <see cref="Refresh"/>.</param>
    public ServiceDirectory(string hostPrefix, long now)
        : this(hostPrefix, CgroupMount.Find(hostPrefix), now, Capacity)
    {
    }

    /// <summary>The same.</summary>
    /// <param name="hostPrefix">Where the host's root is mounted, when the plugin runs in a container; else empty.</param>
    /// <param name="now">In microseconds, of the clock of <see cref="Refresh"/>.</param>
    /// <param name="cgroups">Where the unified hierarchy is mounted; null without one.</param>
    /// <param name="capacity">How many cgroups are kept at most.</param>
    public ServiceDirectory(string hostPrefix, string? cgroups, long now, int capacity)
    {
        this.now = now;
        roundBegan = now;
        userName = new Users(hostPrefix).NameOf;
        containers = new ContainerNames(hostPrefix);
        tree = new CgroupTree(cgroups, slice, capacity);
        namespaces = new NetworkNamespaces(hostPrefix, slice, services, NameOf, tree.IsGone);
        slice.Give(SliceOfStart);
        tree.Begin();
        tree.Continue();
        namespaces.Begin();
        namespaces.Continue();
        foreach (CgroupNode node in tree.Nodes)
        {
            if (node.Level > 0 && !slice.IsSpent)
            {
                Name(node);
            }
        }

        slice.Give(SliceOfTick);
    }

    /// <summary>How many cgroups it holds.</summary>
    public int CgroupCount => tree.Count;

    /// <summary>How many network namespaces it holds.</summary>
    public int NetworkNamespaceCount => namespaces.Count;

    /// <summary>Whether something is still being looked for.</summary>
    public bool IsSearching => tree.IsUnderWay || namespaces.IsUnderWay;

    /// <summary>Begins a tick, before its resets are read: goes on with what is looked for.</summary>
    /// <param name="now">In microseconds, of a clock that goes on.</param>
    public void Refresh(long now)
    {
        this.now = now;
        tick++;
        slice.Give(SliceOfTick);
        if (now - roundBegan >= Round)
        {
            roundBegan = now;
            round++;
            tree.Begin();
            namespaces.Begin();
        }

        if (tree.IsUnderWay)
        {
            tree.Continue();
        }

        if (namespaces.IsUnderWay)
        {
            namespaces.Continue();
        }

        slice.Give(SliceOfNews);
    }

    /// <inheritdoc/>
    public Service Find(ulong cgroup, uint networkNamespace)
    {
        if (cgroup <= RootCgroup)
        {
            return OfNamespace(networkNamespace);
        }

        if (!tree.TryFind(cgroup, out CgroupNode? node))
        {
            tree.LookFor(cgroup);
            if (!tree.TryFind(cgroup, out node))
            {
                return ByNumber(cgroup, networkNamespace);
            }
        }

        node.AskedInTick = tick;
        if (!node.IsSeen)
        {
            return ByNumber(cgroup, networkNamespace);
        }

        if (node.Level == 0)
        {
            return OfNamespace(networkNamespace); // the root of the plugin's own cgroup namespace
        }

        if (node.Named is null || (node.NamedInRound != round && node.Named.IsNumber))
        {
            if (!slice.IsSpent)
            {
                Name(node);
            }
            else if (node.Named is null)
            {
                return ByNumber(cgroup, networkNamespace);
            }
        }

        CgroupName named = node.Named!;
        if (named.Namespace is not null && node.Uses != (networkNamespace, round))
        {
            node.Uses = (networkNamespace, round);
            namespaces.Learn(networkNamespace, node, named.Namespace);
        }

        return named.Service;
    }

    public void Dispose()
    {
        tree.Dispose();
        namespaces.Dispose();
    }

    private Service OfNamespace(uint networkNamespace) => networkNamespace == 0 ? Nobody : namespaces.Find(networkNamespace, tick);

    // A container may be gone, and its network namespace still be known as its.
    private Service ByNumber(ulong cgroup, uint networkNamespace)
    {
        if (namespaces.IsNamed(networkNamespace))
        {
            return OfNamespace(networkNamespace);
        }

        if (!numbered.TryGetValue(cgroup, out Service? service))
        {
            if (numbered.Count >= MostNumbered)
            {
                numbered.Clear();
            }

            service = new Service(ServiceKind.Cgroup, $"cgroup:{cgroup}");
            numbered.Add(cgroup, service);
        }

        return service;
    }

    private void Name(CgroupNode node)
    {
        slice.Start();
        node.Named = NameOf(node.Path);
        node.NamedInRound = round;
        slice.Stop();
    }

    private CgroupName NameOf(string path)
    {
        CgroupName name = containers.Improve(CgroupPath.NameOf(path, userName), now);
        Service? inside = name.Namespace is null ? null : services.Same(name.Namespace);
        return name with { Service = services.Same(name.Service), Namespace = inside };
    }
}
