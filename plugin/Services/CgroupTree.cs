using System.Diagnostics.CodeAnalysis;
using System.Text;
using TcpResets.Linux;

namespace TcpResets.Services;

/// <summary>
/// All cgroups of the unified hierarchy by their number, which is that of the directory (kernfs_ino() of include/linux/kernfs.h, on 64
/// bits). To ask the kernel for one by number takes CAP_DAC_READ_SEARCH (open_by_handle_at(2)), so the directories are walked, a slice at
/// a time. Those of long standing are known before a reset comes from them: a service that is stopped resets its connections, and
/// is gone when the tick looks.
/// </summary>
/// <param name="root">Where the hierarchy is mounted; null without one.</param>
/// <param name="slice">How long a walk may take in this tick.</param>
/// <param name="capacity">How many are kept at most.</param>
internal sealed class CgroupTree(string? root, TimeSlice slice, int capacity) : IDisposable
{
    // So many ticks' worth of resets from cgroups that are still looked for; what comes on top is looked for later.
    private const int MostWanted = 4096;

    private readonly Dictionary<ulong, CgroupNode> nodes = [];
    private readonly Dictionary<ulong, int> wanted = [];
    private readonly List<CgroupNode> directories = [];
    private readonly DirectoryEntries entries = new();
    private readonly byte[] path = new byte[8192];
    private readonly int rootLength = root is null ? 0 : Encoding.UTF8.GetByteCount(root);
    private int walk;
    private int lastWhole;
    private int position;
    private int kept;
    private bool isWalking;
    private bool looksIntoLeaves;

    /// <summary>How many it holds.</summary>
    public int Count => nodes.Count;

    /// <summary>Whether something is left to be done.</summary>
    public bool IsUnderWay => isWalking || wanted.Count > 0;

    /// <summary>All that it holds.</summary>
    public IReadOnlyCollection<CgroupNode> Nodes => nodes.Values;

    /// <summary>Whether one was not there when everything was looked at for the last time.</summary>
    public bool IsGone(CgroupNode node) => node.SeenInWalk < lastWhole;

    /// <summary>Finds a cgroup that is known, or known to be unknown: one that nobody can see any more.</summary>
    public bool TryFind(ulong id, [NotNullWhen(true)] out CgroupNode? node) => nodes.TryGetValue(id, out node);

    /// <summary>Looks for a cgroup, now if there is time, else later; each call goes on with it.</summary>
    public void LookFor(ulong id)
    {
        if (root is null)
        {
            AddUnseen(id);
        }
        else if (!wanted.ContainsKey(id) && wanted.Count < MostWanted)
        {
            wanted.Add(id, walk); // only a walk that begins from now on proves that it is not there
        }

        while (wanted.Count > 0 && !nodes.ContainsKey(id) && !slice.IsSpent)
        {
            Continue();
        }
    }

    /// <summary>Begins to walk all directories, unless it is under way.</summary>
    public void Begin()
    {
        if (!isWalking && root is not null)
        {
            Start(looksIntoLeaves: true);
        }
    }

    /// <summary>Goes on with a walk for as long as there is time; begins one if a cgroup is looked for.</summary>
    public void Continue()
    {
        if (!isWalking && wanted.Count > 0)
        {
            Start(looksIntoLeaves: false);
        }

        slice.Start();
        while (isWalking && !slice.IsSpent)
        {
            Step();
        }

        slice.Stop();
    }

    public void Dispose() => entries.Dispose();

    // First only where there are directories already, which finds nearly all that is new in no time; then everywhere.
    private void Start(bool looksIntoLeaves)
    {
        if (directories.Count == 0)
        {
            CgroupNode node = new(FileStatus.OfTarget(root!).Inode, null, []) { HasChildren = true };
            nodes[node.Id] = node;
            directories.Add(node);
            Encoding.UTF8.GetBytes(root!, path);
        }

        isWalking = true;
        this.looksIntoLeaves = looksIntoLeaves;
        walk += looksIntoLeaves ? 1 : 0;
        position = 0;
        kept = 0;
    }

    private void Step()
    {
        if (!looksIntoLeaves && wanted.Count == 0)
        {
            entries.Close();
            directories.RemoveRange(kept, position - kept);
            isWalking = false;
        }
        else if (entries.IsOpen)
        {
            for (int i = 0; i < 16 && entries.Next(); i++)
            {
                Take(directories[kept - 1]);
            }
        }
        else if (position < directories.Count)
        {
            CgroupNode directory = directories[position++];
            int length = directory.WritePath(path.AsSpan(rootLength));
            path[rootLength + length] = 0;
            if (entries.Open(path.AsSpan(0, rootLength + length + 1)))
            {
                directories[kept++] = directory;
            }
            else
            {
                directory.HasChildren = false; // as far as anybody can see now
            }
        }
        else
        {
            End();
        }
    }

    private void Take(CgroupNode parent)
    {
        if (!entries.IsDirectory || parent.Level >= CgroupNode.DeepestLevel)
        {
            return;
        }

        ulong id = entries.Inode;
        bool isNew = !nodes.TryGetValue(id, out CgroupNode? node);
        if (isNew)
        {
            bool isWanted = wanted.Remove(id);
            if (nodes.Count >= capacity && !(isWanted && MakeRoom()))
            {
                return;
            }

            node = new CgroupNode(id, parent, entries.Name.ToArray());
            nodes.Add(id, node);
        }

        node!.SeenInWalk = walk;
        if ((isNew || looksIntoLeaves) && !node.HasChildren && entries.Links() > 2)
        {
            node.HasChildren = true;
            directories.Add(node); // read in this very walk
        }
    }

    private void End()
    {
        directories.RemoveRange(kept, directories.Count - kept); // those that are gone
        isWalking = false;
        if (!looksIntoLeaves)
        {
            if (wanted.Count > 0)
            {
                Start(looksIntoLeaves: true);
            }

            return;
        }

        lastWhole = walk;
        foreach ((ulong id, int since) in wanted)
        {
            if (since < walk)
            {
                wanted.Remove(id);
                AddUnseen(id);
            }
        }

        // The one that is gone is kept for a while even if nobody has asked: its last resets may still come.
        foreach (CgroupNode node in nodes.Values)
        {
            if (node.AskedInTick == 0 && node.SeenInWalk < walk - 1 && node.IsSeen && !node.HasChildren)
            {
                nodes.Remove(node.Id);
            }
        }
    }

    private void AddUnseen(ulong id)
    {
        if (nodes.Count < capacity || MakeRoom())
        {
            nodes.TryAdd(id, new CgroupNode(id, null, null));
        }
    }

    /// <summary>Drops an eighth of those that hold no others: the ones that were not asked for the longest.</summary>
    private bool MakeRoom()
    {
        int[] asked = new int[nodes.Count];
        int count = 0;
        foreach (CgroupNode node in nodes.Values)
        {
            asked[count++] = node.AskedInTick;
        }

        Array.Sort(asked);
        int limit = asked[count / 8];
        int excess = (count / 8) + 1;
        foreach (CgroupNode node in nodes.Values)
        {
            if (node.AskedInTick <= limit && !node.HasChildren && excess > 0)
            {
                nodes.Remove(node.Id);
                excess--;
            }
        }

        return nodes.Count < capacity;
    }
}
