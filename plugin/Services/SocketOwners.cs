using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using TcpResets.Linux;

namespace TcpResets.Services;

/// <summary>
/// Finds the processes behind sockets: for <c>top</c> and <c>diagnose</c>, run as root. Others may not see which sockets a process has open
/// (proc_pid_fd(5)), and get none. A search takes a bounded time: on a machine of many thousand processes it may end without an answer.
/// </summary>
/// <param name="patience">How long a search may take.</param>
internal sealed class SocketOwners(TimeSpan patience)
{
    // A table of 25,000 sockets. Of a larger one, the rest is not looked at; those that listen come first.
    private const int LargestTable = 4 * 1024 * 1024;

    private const int LongestTarget = 32; // socket:[18446744073709551615], proc_pid_fd(5); a longer path is no socket's
    private const int LongestCommand = 64; // the kernel keeps 16 bytes (TASK_COMM_LEN), of its own threads more

    private readonly List<int> inside = [];
    private readonly List<int> elsewhere = [];
    private readonly Dictionary<ulong, List<SocketQuestion>> wanted = [];
    private readonly HashSet<SocketQuestion> answerable = [];
    private long deadline;

    /// <summary>The process that answers one question; null if none is found.</summary>
    public OwnerOfSocket? Find(SocketQuestion question) => Find([question]).GetValueOrDefault(question);

    /// <summary>The processes that answer questions, looked for all at once; those that are not found are left out.</summary>
    public Dictionary<SocketQuestion, OwnerOfSocket> Find(IReadOnlyCollection<SocketQuestion> questions)
    {
        deadline = Stopwatch.GetTimestamp() + (long)(patience.TotalSeconds * Stopwatch.Frequency);
        wanted.Clear();
        answerable.Clear();
        Dictionary<SocketQuestion, OwnerOfSocket> found = [];
        FindSockets(questions);

        // Whoever opened a socket may live elsewhere, as init does that hands sockets on.
        FindHolders(inside, found);
        FindHolders(elsewhere, found);
        return found;
    }

    private void FindSockets(IReadOnlyCollection<SocketQuestion> questions)
    {
        inside.Clear();
        elsewhere.Clear();
        HashSet<uint> open = [];
        foreach (SocketQuestion question in questions)
        {
            open.Add(question.NetworkNamespace);
        }

        HashSet<uint> asked = [.. open];
        using DirectoryEntries entries = new();
        _ = open.Count > 0 && entries.Open("/proc");
        while (IsInTime && entries.Next())
        {
            if (int.TryParse(entries.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int process))
            {
                uint theirs = (uint)FileStatus.OfTarget($"/proc/{process}/ns/net").Inode;
                (asked.Contains(theirs) ? inside : elsewhere).Add(process);

                // All that live there show the same: the next is only for where the first has just ended.
                if (open.Contains(theirs) && IsRead(process, theirs, questions))
                {
                    open.Remove(theirs);
                }
            }
        }
    }

    private bool IsRead(int process, uint networkNamespace, IReadOnlyCollection<SocketQuestion> questions)
    {
        bool isRead = false;
        foreach (string name in (ReadOnlySpan<string>)["tcp", "tcp6"])
        {
            using PlainFile table = PlainFile.Read($"/proc/{process}/net/{name}", LargestTable);
            isRead |= table.IsFile && table.Errno == 0;
            SocketTable sockets = new(table.Content);
            while (IsInTime && sockets.Next())
            {
                foreach (SocketQuestion question in questions)
                {
                    if (question.NetworkNamespace == networkNamespace && question.IsMet(sockets))
                    {
                        answerable.Add(question);
                        (CollectionsMarshal.GetValueRefOrAddDefault(wanted, sockets.Inode, out _) ??= []).Add(question);
                    }
                }
            }
        }

        return isRead;
    }

    // A process may have hundreds of files open: to read where a link leads to asks nobody else, as to ask for the file may.
    private void FindHolders(List<int> processes, Dictionary<SocketQuestion, OwnerOfSocket> found)
    {
        Span<byte> room = stackalloc byte[LongestTarget];
        using DirectoryEntries descriptors = new();
        foreach (int process in processes)
        {
            if (found.Count == answerable.Count || !IsInTime)
            {
                return;
            }

            _ = descriptors.Open($"/proc/{process}/fd");
            while (found.Count < answerable.Count && IsInTime && descriptors.Next())
            {
                if (TryNumber(descriptors.Target(room), out ulong socket)
                    && wanted.Remove(socket, out List<SocketQuestion>? answered))
                {
                    OwnerOfSocket owner = new(process, CommandOf(process));
                    answered.ForEach(question => found.TryAdd(question, owner));
                }
            }
        }
    }

    private static bool TryNumber(ReadOnlySpan<byte> target, out ulong socket)
    {
        ReadOnlySpan<byte> start = "socket:["u8;
        socket = 0;
        return target.StartsWith(start) && target.EndsWith((byte)']')
            && ulong.TryParse(target[start.Length..^1], NumberStyles.None, CultureInfo.InvariantCulture, out socket);
    }

    private static string CommandOf(int process)
    {
        Span<byte> command = stackalloc byte[LongestCommand];
        int length = BoundedFile.Read($"/proc/{process}/comm", command);
        return length <= 0 ? "" : Encoding.UTF8.GetString(command[..length].TrimEnd((byte)'\n'));
    }

    private bool IsInTime => Stopwatch.GetTimestamp() < deadline;
}
