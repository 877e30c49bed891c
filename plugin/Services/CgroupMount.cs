using System.Text;
using TcpResets.Linux;

namespace TcpResets.Services;

/// <summary>Where the unified hierarchy of cgroups can be seen.</summary>
internal static class CgroupMount
{
    private const int LargestMountInfo = 1024 * 1024;
    private const long CgroupMagic = 0x63677270; // CGROUP2_SUPER_MAGIC, linux/magic.h

    /// <summary>Finds it by proc_pid_mountinfo(5); null if it is not mounted, as where the first version is all there is.</summary>
    /// <param name="hostPrefix">
    /// Where the host's root is mounted, when the plugin runs in a container; else empty. What is mounted below that is seen in the
    /// plugin's own list, and shows all of the host's, unless the container has it in a cgroup namespace (cgroup_namespaces(7)).
    /// </param>
    public static string? Find(string hostPrefix)
    {
        byte[] mountInfo = new byte[LargestMountInfo];
        int length = BoundedFile.Read("/proc/self/mountinfo", mountInfo);
        string? path = length <= 0 ? null : Find(mountInfo.AsSpan(0, length), hostPrefix);
        return path is not null && IsCgroup(path) ? path : null;
    }

    /// <summary>The same, of such a file: one below the prefix before one elsewhere, and one of the whole before one of a part.</summary>
    public static string? Find(ReadOnlySpan<byte> mountInfo, string hostPrefix)
    {
        string? best = null;
        int bestRank = 0;
        foreach (Range line in mountInfo.Split((byte)'\n'))
        {
            if (!TryRead(mountInfo[line], out string root, out string path))
            {
                continue;
            }

            bool isBelow = hostPrefix.Length > 0 && path.StartsWith(hostPrefix + "/", StringComparison.Ordinal);
            int rank = 1 + (isBelow ? 2 : 0) + (root == "/" ? 1 : 0);
            if (rank > bestRank)
            {
                best = path;
                bestRank = rank;
            }
        }

        return best;
    }

    // 40 30 0:37 / /sys/fs/cgroup/unified rw,relatime shared:9 - cgroup2 cgroup2 rw
    private static bool TryRead(ReadOnlySpan<byte> line, out string root, out string path)
    {
        root = path = "";
        int end = line.IndexOf(" - cgroup2 "u8);
        if (end < 0)
        {
            return false;
        }

        string[] fields = Encoding.UTF8.GetString(line[..end]).Split(' ');
        if (fields.Length < 5)
        {
            return false;
        }

        root = fields[3];
        path = Unescape(fields[4]);
        return true;
    }

    // The kernel writes blanks and the like as three octal digits (mangle() of fs/proc_namespace.c).
    private static string Unescape(string field) => field
        .Replace(@"\040", " ", StringComparison.Ordinal).Replace(@"\011", "\t", StringComparison.Ordinal)
        .Replace(@"\012", "\n", StringComparison.Ordinal).Replace(@"\134", @"\", StringComparison.Ordinal);

    private static bool IsCgroup(string path)
    {
        int descriptor = FileDescriptor.OpenRead(path, waits: false);
        if (descriptor < 0)
        {
            return false;
        }

        bool isCgroup = FileDescriptor.FileSystemType(descriptor) == CgroupMagic;
        FileDescriptor.Close(descriptor);
        return isCgroup;
    }
}
