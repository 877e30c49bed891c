using System.Globalization;
using System.Text;
using TcpResets.Logging;
using TcpResets.Procfs;
using TcpResets.Resets;
using TcpResets.Services;

namespace TcpResets.Tests.Fuzz.Targets;

/// <summary>Files of /proc.</summary>
internal static class OfProc
{
    private static readonly string[] Columns = ["AttemptFails", "EstabResets", "OutRsts", "InSegs"];
    private static readonly TemporaryDirectory Net = new();
    private static readonly Log NoLog = new(new LogSettings(LogLevel.Emergency, LogFormat.Logfmt, null, IsJournal: false));

    public static IEnumerable<Target> All =>
    [
        new("snmp", Snmp, [.. Columns, "Tcp:", "Icmp:", "Udp:", "InDestUnreachs", "OutEchos", "OutDatagrams", "\n", " ",
            "18446744073709551615"])
        {
            Fixtures = ["6.18/proc/net/snmp"],
        },
        new("snmp-source", SnmpSource, [.. Columns, "Tcp: ", "TcpExt: ", "TCPAbortOnData", "\n", "\0", "18446744073709551615"]),
        new("mountinfo", MountInfo, " - cgroup2 cgroup2 rw", "/host/sys/fs/cgroup", @"\040", @"\134", "\n", " / "),
        new("process-cgroup", ProcessCgroupFile, "0::", "\n", "/system.slice/", ":memory:/"),
        new("socket-table", Sockets, "00000000000000000000000000000000:1F90", "0100007F:0016", " 0A ", "\n", "  "),
        new("passwd", Passwd, "root:x:0:0:", ":", "\n", "4294967295", "0"),
        new("conntrack-statistics", ConntrackStatistics, "invalid", "\n", " ", "ffffffffffffffff", "00000001"),
    ];

    private static void Snmp(ReadOnlySpan<byte> file)
    {
        string text = Encoding.Latin1.GetString(file);
        SnmpTable.TryFind(file, "Tcp:"u8, out SnmpTable table);
        foreach (string column in Columns)
        {
            ulong? read = table.TryRead(Encoding.ASCII.GetBytes(column), out ulong value) ? value : null;
            Harm.Unless(read == Naive(text, column), $"{column} is {read}, and read in the plain way {Naive(text, column)}");
        }

        _ = table.Beside("Icmp:"u8).TryRead("InDestUnreachs"u8, out _);
        _ = table.Beside("Udp:"u8).TryRead("OutDatagrams"u8, out _);
    }

    // As one reads it who has time, and the memory.
    private static ulong? Naive(string file, string column)
    {
        string[] lines = [.. file.Split('\n')[..^1].Where(line => line.StartsWith("Tcp:", StringComparison.Ordinal)).Take(2)];
        if (lines.Length < 2)
        {
            return null;
        }

        string[] names = lines[0].Split(' ');
        string[] values = lines[1].Split(' ');
        int index = names.Length == values.Length ? Array.IndexOf(names, column, 1) : -1;
        return index > 0 && values[index].All(char.IsAsciiDigit)
            && ulong.TryParse(values[index], NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) ? value : null;
    }

    // Second after second, each behind a zero byte; what stands in both files is in one.
    private static void SnmpSource(ReadOnlySpan<byte> input)
    {
        using SnmpSource source = new(Net.Path, NoLog);
        ResetCounts counts = new();
        ulong received = 0, sent = 0;
        foreach (Range second in input.Split((byte)0))
        {
            File.WriteAllBytes(Path.Join(Net.Path, "snmp"), input[second]);
            File.WriteAllBytes(Path.Join(Net.Path, "netstat"), input[second]);
            source.Read(counts);
            _ = counts.TryGet(Family.IPv4, Kind.AllReceived, out ulong receivedNow);
            _ = counts.TryGet(Family.IPv4, Kind.AllSent, out ulong sentNow);
            Harm.Unless(unchecked((long)(receivedNow - received)) >= 0 || received > long.MaxValue, "resets received are taken back");
            Harm.Unless(unchecked((long)(sentNow - sent)) >= 0 || sent > long.MaxValue, "resets sent are taken back");
            (received, sent) = (receivedNow, sentNow);
        }
    }

    private static void MountInfo(ReadOnlySpan<byte> file)
    {
        string? path = CgroupMount.Find(file, "/host");
        Harm.Unless(path is null || path.Length <= file.Length, "a path is longer than the file");
        _ = CgroupMount.Find(file, "");
    }

    private static void ProcessCgroupFile(ReadOnlySpan<byte> file)
    {
        string path = ProcessCgroup.PathIn(file);
        Harm.Unless(!path.Contains('\n', StringComparison.Ordinal), "a path has two lines");
        OfNames.Print(CgroupPath.NameOf(path, number => number == 1000 ? "alice" : null));
    }

    private static void Sockets(ReadOnlySpan<byte> file)
    {
        int lines = file.Count((byte)'\n') + 1, sockets = 0;
        SocketTable table = new(file);
        while (table.Next())
        {
            sockets++;
            Harm.Unless(table.Inode != 0, "a socket that nobody has open");
            Printed.IsPlain(table.Peer.ToString(), "an address");
        }

        Harm.Unless(sockets <= lines, "a line has two sockets");
    }

    private static void Passwd(ReadOnlySpan<byte> file)
    {
        foreach (uint user in (ReadOnlySpan<uint>)[0, 1000, uint.MaxValue])
        {
            Harm.Unless(Users.NameOf(user, file) is not { } name || name.Length is > 0 and <= 32, "a name of no length that a user has");
        }
    }

    private static void ConntrackStatistics(ReadOnlySpan<byte> file) => _ = HostNumbers.InvalidPackets(Encoding.UTF8.GetString(file));
}
