using System.Diagnostics;
using System.Globalization;
using System.Text;
using TcpResets.Linux;

namespace TcpResets.Services;

/// <summary>Finds where a network namespace can be entered: by the name of <c>ip netns</c>, or by a process that lives in it.</summary>
internal static class NetworkNamespacePath
{
    private const string Names = "/run/netns";

    /// <summary>
    /// What to write before a command so that a shell runs it there, as in <c>ip netns exec web </c>; null if nothing was found in that
    /// time. Names that a shell might take as more are not used.
    /// </summary>
    public static string? Entry(uint networkNamespace, TimeSpan patience) =>
        Find(networkNamespace, patience, IsPlain)?.Split('/') switch
        {
            [.., "netns", var name] => $"ip netns exec {name} ",
            [.., "proc", var process, "ns", "net"] => $"nsenter -t {process} -n ",
            _ => null,
        };

    /// <summary>A path, or null if none was found in that time.</summary>
    public static string? Find(uint networkNamespace, TimeSpan patience) => Find(networkNamespace, patience, _ => true);

    private static string? Find(uint networkNamespace, TimeSpan patience, Predicate<string> takes)
    {
        long deadline = Stopwatch.GetTimestamp() + (long)(patience.TotalSeconds * Stopwatch.Frequency);
        using DirectoryEntries entries = new();
        _ = entries.Open(Names);
        while (entries.Next() && Stopwatch.GetTimestamp() < deadline)
        {
            string name = Encoding.UTF8.GetString(entries.Name);
            string path = $"{Names}/{name}";
            if (takes(name) && Is(path, networkNamespace))
            {
                return path;
            }
        }

        _ = entries.Open("/proc");
        while (entries.Next() && Stopwatch.GetTimestamp() < deadline)
        {
            string path = $"/proc/{Encoding.UTF8.GetString(entries.Name)}/ns/net";
            if (int.TryParse(entries.Name, NumberStyles.None, CultureInfo.InvariantCulture, out _) && Is(path, networkNamespace))
            {
                return path;
            }
        }

        return null;
    }

    private static bool IsPlain(string name)
    {
        foreach (char c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or '_'))
            {
                return false;
            }
        }

        return name[0] != '-';
    }

    private static bool Is(string path, uint networkNamespace) =>
        FileStatus.OfTarget(path) is { Exists: true } file && (uint)file.Inode == networkNamespace;
}
