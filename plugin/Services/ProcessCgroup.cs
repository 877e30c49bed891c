using System.Text;

namespace TcpResets.Services;

/// <summary>The cgroup of a process, by /proc/PID/cgroup (cgroups(7)): a line a hierarchy, <c>number:controllers:path</c>.</summary>
internal static class ProcessCgroup
{
    /// <summary>
    /// The path in such a file: of the unified hierarchy, <c>0::/system.slice/nginx.service</c>; where the first version is in use, that
    /// one has no more than the root, and the longest of the others tells most. Empty if there is none.
    /// </summary>
    public static string PathIn(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> longest = default;
        foreach (Range range in file.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = file[range];
            int number = line.IndexOf((byte)':');
            int controllers = number < 0 ? -1 : line[(number + 1)..].IndexOf((byte)':');
            ReadOnlySpan<byte> path = controllers < 0 ? default : line[(number + controllers + 2)..];
            if (line.StartsWith("0::"u8) && path.Length > 1)
            {
                return Encoding.UTF8.GetString(path);
            }

            longest = path.Length > longest.Length ? path : longest;
        }

        return Encoding.UTF8.GetString(longest);
    }
}
