using System.Globalization;
using System.Text;
using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>
/// Whose a network namespace is, by its inode number: the host's; else by the name that <c>ip netns</c> shows; else the container's that
/// a reset in it came from, with its cgroup; else, for root, by a process that lives in it; else its number. Numbers are given out again,
/// so what has gone is forgotten within two minutes.
/// </summary>
/// <param name="hostPrefix">Where the host's root is mounted; else empty.</param>
/// <param name="slice">How long the search may take in this tick.</param>
/// <param name="services">Where the services are.</param>
/// <param name="nameOf">Whose a cgroup is, by its path.</param>
/// <param name="isGone">Whether a cgroup is there no more.</param>
internal sealed class NetworkNamespaces(
    string hostPrefix, TimeSlice slice, KnownServices services, Func<string, CgroupName> nameOf, Predicate<CgroupNode> isGone) : IDisposable
{
    /// <summary>How many are kept at most; the least recently asked for go first, all at once.</summary>
    public const int Capacity = 4096;

    private const ulong Trace = 1UL << 19; // CAP_SYS_PTRACE

    // Names that engines make up.
    private static readonly string[] MakeshiftNames =
    [
        "cni-", // containernetworking/plugins pkg/testutils/netns_linux.go; containerd pkg/netns/netns_linux.go, cri-o
        "netns-", // containers/common pkg/netns/netns_linux.go
    ];

    private readonly uint host = NetworkNamespaceInodes.OfInit(hostPrefix);
    private readonly Dictionary<uint, KnownNamespace> known = [];
    private readonly string directory = hostPrefix + "/run/netns";
    private readonly DirectoryEntries entries = new();
    private readonly byte[] cgroupFile = new byte[8192];
    private int scan;
    private int lastWhole;
    private bool readsProcesses;

    /// <summary>How many it holds.</summary>
    public int Count => known.Count;

    private bool IsScanning => entries.IsOpen;

    /// <summary>Finds one.</summary>
    /// <param name="inode">Its number.</param>
    /// <param name="tick">Which tick this is.</param>
    public Service Find(uint inode, int tick)
    {
        if (IsHost(inode))
        {
            return Service.Host;
        }

        KnownNamespace found = Get(inode);
        found.AskedInTick = tick;
        while (!found.IsLookedFor(lastWhole) && !slice.IsSpent)
        {
            Continue();
        }

        return found.Service;
    }

    /// <summary>Whether more than the number is known, and it is not the host's.</summary>
    public bool IsNamed(uint inode) => known.TryGetValue(inode, out KnownNamespace? found) && !found.IsNumber;

    /// <summary>Takes note that a container lives in one.</summary>
    public void Learn(uint inode, CgroupNode cgroup, Service container)
    {
        if (inode != 0 && !IsHost(inode))
        {
            Get(inode).Learn(cgroup, container);
        }
    }

    /// <summary>Begins to look everywhere again.</summary>
    public void Begin()
    {
        if (!IsScanning)
        {
            scan++;
            readsProcesses = false;
            if (!entries.Open(directory))
            {
                ReadProcesses();
            }
        }
    }

    /// <summary>Goes on looking for as long as there is time; begins to if one has been asked for that is new.</summary>
    public void Continue()
    {
        slice.Start();
        if (!IsScanning)
        {
            Begin();
        }

        while (IsScanning && !slice.IsSpent)
        {
            Step();
        }

        slice.Stop();
    }

    /// <summary>Whether there is something left to do of what was begun.</summary>
    public bool IsUnderWay => IsScanning;

    public void Dispose() => entries.Dispose();

    private bool IsHost(uint inode) => inode == NetworkNamespaceInodes.First || (inode == host && host != 0);

    private KnownNamespace Get(uint inode)
    {
        if (!known.TryGetValue(inode, out KnownNamespace? found))
        {
            if (known.Count >= Capacity)
            {
                MakeRoom();
            }

            found = new KnownNamespace(services.Same(new(ServiceKind.NetworkNamespace, $"net:{inode}")), scan);
            known.Add(inode, found);
        }

        return found;
    }

    private void Step()
    {
        if (entries.Next())
        {
            if (readsProcesses)
            {
                LookAtProcess();
            }
            else
            {
                LookAtName();
            }
        }
        else if (!readsProcesses)
        {
            ReadProcesses();
        }
        else
        {
            End();
        }
    }

    private void End()
    {
        readsProcesses = false;
        lastWhole = scan;
        foreach (KnownNamespace each in known.Values)
        {
            each.Forget(scan, isGone);
        }
    }

    // Where others live is for those to see who may trace them (namespaces(7)): for others it would be a failing call a process.
    private void ReadProcesses()
    {
        readsProcesses = (Capabilities.Effective & Trace) != 0 && entries.Open(hostPrefix + "/proc");
        if (!readsProcesses)
        {
            End();
        }
    }

    private void LookAtName()
    {
        if (entries.IsDirectory)
        {
            return;
        }

        string name = Encoding.UTF8.GetString(entries.Name);
        FileStatus file = FileStatus.OfTarget($"{directory}/{name}");
        if (file.Exists && file.Inode is >= NetworkNamespaceInodes.First and <= uint.MaxValue)
        {
            bool isMakeshift = false;
            foreach (string start in MakeshiftNames)
            {
                isMakeshift |= name.StartsWith(start, StringComparison.Ordinal);
            }

            Get((uint)file.Inode).Name(services.Same(new(ServiceKind.NetworkNamespace, UnitText.Cut(name))), isMakeshift, scan);
        }
    }

    private void LookAtProcess()
    {
        if (!int.TryParse(entries.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int process))
        {
            return;
        }

        string path = $"{hostPrefix}/proc/{process}";
        FileStatus link = FileStatus.OfTarget(path + "/ns/net");
        if (link.Exists && known.TryGetValue((uint)link.Inode, out KnownNamespace? found) && !found.IsLivedIn(scan))
        {
            int length = BoundedFile.Read(path + "/cgroup", cgroupFile);
            if (length > 0 && ProcessCgroup.PathIn(cgroupFile.AsSpan(0, length)) is { Length: > 1 } cgroup)
            {
                CgroupName name = nameOf(cgroup);
                found.LiveIn(name.Namespace ?? name.Service, scan);
            }
        }
    }

    private void MakeRoom()
    {
        int[] asked = new int[known.Count];
        int count = 0;
        foreach (KnownNamespace each in known.Values)
        {
            asked[count++] = each.AskedInTick;
        }

        Array.Sort(asked);
        int excess = (count / 8) + 1;
        foreach ((uint inode, KnownNamespace each) in known)
        {
            if (each.AskedInTick <= asked[count / 8] && excess-- > 0)
            {
                known.Remove(inode);
            }
        }
    }
}
