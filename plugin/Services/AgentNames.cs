using System.Runtime.InteropServices;
using System.Text;
using TcpResets.Linux;

namespace TcpResets.Services;

/// <summary>
/// The names that the agent's cgroups.plugin has for containers, which may ask their engines. It writes them into shared memory for
/// ebpf.plugin: collectors/cgroups.plugin/sys_fs_cgroup.h, netdata_ebpf_cgroup_shm_header and _body, the same in 1.37.1, 1.44.3 and 2.9.0.
/// 2.11.0 has it no more, and no other way that a file shows. It is read as a file, without its semaphore, which anybody may hold: what
/// two readings do not agree on is not taken.
/// </summary>
internal sealed class AgentNames
{
    private const string Memory = "/dev/shm/netdata_shm_cgroup_ebpf";

    // Four numbers of 4 bytes, the first of them how many follow, and one of 8. Then of each: the name of 256 bytes, three numbers,
    // the path of FILENAME_MAX + 1, and what is missing to a multiple of 4.
    private const int HeaderSize = 24;
    private const int NameSize = 256;
    private const int PathOffset = NameSize + 12;
    private const int RecordSize = 4368;
    private const int MostRecords = 10_000;

    private const int IdLength = 64;
    private const string Prefix = "cgroup_"; // cgroup-discovery.c, discovery_share_cgroups_with_ebpf()

    private Dictionary<string, string> names = [];

    /// <summary>Reads it, if it is the agent's: whoever has another user's rights could have made it.</summary>
    public void Read() => Read(Memory);

    /// <summary>Reads such a file.</summary>
    public void Read(string path)
    {
        Dictionary<string, string> first = ReadOnce(path);
        Dictionary<string, string> second = first.Count > 0 ? ReadOnce(path) : first;
        names = [];
        foreach ((string id, string name) in second)
        {
            if (first.GetValueOrDefault(id) == name)
            {
                names.Add(id, name);
            }
        }
    }

    /// <summary>The agent's name of a container, by its number in whole; null if it has none that tells more than the number.</summary>
    public string? NameOf(string id) => names.GetValueOrDefault(id);

    private static Dictionary<string, string> ReadOnce(string path)
    {
        Dictionary<string, string> names = [];
        FileStatus before = FileStatus.Of(path);
        if (!before.IsFile || before.Owner != FileTree.EffectiveUser())
        {
            return names;
        }

        int descriptor = FileDescriptor.OpenRead(path, waits: false);
        if (descriptor < 0)
        {
            return names;
        }

        FileStatus opened = FileStatus.OfOpen(descriptor);
        byte[] record = new byte[RecordSize];
        if ((opened.Device, opened.Inode, opened.Owner) == (before.Device, before.Inode, before.Owner)
            && FileDescriptor.Read(descriptor, record.AsSpan(0, HeaderSize)) == HeaderSize)
        {
            int count = Math.Min(MemoryMarshal.Read<int>(record), MostRecords);
            for (int i = 0; i < count && FileDescriptor.Read(descriptor, record) == RecordSize; i++)
            {
                Take(record, names);
            }
        }

        FileDescriptor.Close(descriptor);
        return names;
    }

    private static void Take(ReadOnlySpan<byte> record, Dictionary<string, string> names)
    {
        string name = Text(record[..NameSize]);
        string path = Text(record[PathOffset..]);
        int start = IdIn(path);
        if (start >= 0 && name.StartsWith(Prefix, StringComparison.Ordinal))
        {
            string id = path.Substring(start, IdLength);
            if (!name.Contains(id[..CgroupPath.ShownIdLength], StringComparison.Ordinal))
            {
                names[id] = name[Prefix.Length..];
            }
        }
    }

    // The last 64 hexadecimal digits in a row: the innermost container.
    private static int IdIn(string path)
    {
        int run = 0;
        for (int i = path.Length - 1; i >= 0; i--)
        {
            run = path[i] is (>= '0' and <= '9') or (>= 'a' and <= 'f') ? run + 1 : 0;
            if (run == IdLength && (i == 0 || path[i - 1] is '/' or '-'))
            {
                return i;
            }
        }

        return -1;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        int length = field.IndexOf((byte)0);
        return length < 0 ? "" : Encoding.UTF8.GetString(field[..length]);
    }
}
