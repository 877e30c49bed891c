using System.Globalization;
using System.Text;
using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>Numbers of /proc and /proc/sys that everybody may read.</summary>
internal static class HostNumbers
{
    private const int Largest = 32 * 1024;

    /// <summary>Those that are the whole machine's. The limits stand in its first network namespace only: sysctl_net_ipv4.c.</summary>
    public static HostFacts Read()
    {
        string sockets = Text("/proc/thread-self/net/sockstat");
        ulong[] limits = Numbers(Text("/proc/sys/net/ipv4/tcp_mem"));
        return new HostFacts
        {
            OutOfMemoryKills = After(Text("/proc/vmstat"), "oom_kill "),
            BootTime = ClockGetTime.Realtime() - ClockGetTime.Boottime(),
            TcpMemory = After(sockets, "mem "), // the first is TCP's, proc(5)
            TcpMemoryPressure = limits.Length == 3 ? limits[1] : null,
            MostTcpMemory = limits.Length == 3 ? limits[2] : null,
            Orphans = After(sockets, "orphan "),
            MostOrphans = Setting("net/ipv4/tcp_max_orphans"),
        };
    }

    /// <summary>A setting of the network namespace of this thread; null if it cannot be read.</summary>
    public static ulong? Setting(string name) => Numbers(Text("/proc/sys/" + name)) is [var number, ..] ? number : null;

    /// <summary>Packets that the connection tracking of the network namespace of this thread could not place; null without one.</summary>
    public static ulong? InvalidPackets() => InvalidPackets(Text("/proc/thread-self/net/stat/nf_conntrack"));

    /// <summary>The sum over all processors of a column of hexadecimal numbers, found by its name; null if there is none.</summary>
    public static ulong? InvalidPackets(string statistics)
    {
        string[] lines = statistics.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        int column = lines.Length == 0 ? -1 : Array.IndexOf(Words(lines[0]), "invalid");
        ulong sum = 0;
        for (int i = 1; i < lines.Length && column >= 0; i++)
        {
            string[] words = Words(lines[i]);
            _ = ulong.TryParse(
                column < words.Length ? words[column] : "", NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong number);
            sum += number;
        }

        return column < 0 ? null : sum;
    }

    private static ulong? After(string text, string word)
    {
        int at = text.IndexOf(word, StringComparison.Ordinal);
        return at < 0 ? null : Numbers(text[(at + word.Length)..].Split('\n')[0]) is [var number, ..] ? number : null;
    }

    private static ulong[] Numbers(string text)
    {
        string[] words = Words(text);
        ulong[] numbers = new ulong[words.Length];
        int count = 0;
        while (count < words.Length
            && ulong.TryParse(words[count], NumberStyles.None, CultureInfo.InvariantCulture, out numbers[count]))
        {
            count++;
        }

        return numbers[..count];
    }

    private static string[] Words(string text) => text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    private static string Text(string path)
    {
        byte[] text = new byte[Largest];
        int length = BoundedFile.Read(path, text);
        return length <= 0 ? "" : Encoding.UTF8.GetString(text.AsSpan(0, length));
    }
}
