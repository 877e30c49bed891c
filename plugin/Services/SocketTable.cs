using System.Globalization;
using System.Runtime.InteropServices;
using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>
/// /proc/PID/net/tcp and tcp6, read on from line to line: a socket each (proc_pid_net(5); tcp4_seq_show(), tcp6_seq_show()), whose second
/// and third field are the addresses, in words as they lie in memory, the fourth the state, the tenth the number of the socket.
/// </summary>
/// <param name="table">The text. Lines that are none of sockets are passed over.</param>
internal ref struct SocketTable(ReadOnlySpan<byte> table)
{
    private const int Local = 1, Remote = 2, State = 3, Number = 9;
    private const byte Listening = 10; // TCP_LISTEN of include/net/tcp_states.h
    private const int WordDigits = 8, IPv6Words = 4;

    private ReadOnlySpan<byte> rest = table;

    /// <summary>The number of the current one, its inode; never 0: those that nobody has open any more are passed over.</summary>
    public ulong Inode { get; private set; }

    public ushort LocalPort { get; private set; }

    public ushort PeerPort { get; private set; }

    public Address Peer { get; private set; }

    public bool IsListening { get; private set; }

    /// <summary>Goes on to the next socket.</summary>
    /// <returns>Whether there is one.</returns>
    public bool Next()
    {
        Span<Range> fields = stackalloc Range[Number + 2];
        while (!rest.IsEmpty)
        {
            int end = rest.IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? [] : rest[(end + 1)..];
            if (SplitInto(line, fields) > Number && TryTake(line, fields))
            {
                return true;
            }
        }

        return false;
    }

    private bool TryTake(scoped ReadOnlySpan<byte> line, scoped ReadOnlySpan<Range> fields)
    {
        if (!TryEnd(line[fields[Local]], out _, out ushort localPort)
            || !TryEnd(line[fields[Remote]], out Address peer, out ushort peerPort)
            || !byte.TryParse(line[fields[State]], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out byte state)
            || !ulong.TryParse(line[fields[Number]], NumberStyles.None, CultureInfo.InvariantCulture, out ulong inode) || inode == 0)
        {
            return false;
        }

        (Inode, LocalPort, Peer, PeerPort, IsListening) = (inode, localPort, peer, peerPort, state == Listening);
        return true;
    }

    private static int SplitInto(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        int count = 0;
        int i = 0;
        while (i < line.Length && count < fields.Length)
        {
            int start = i;
            while (i < line.Length && line[i] != ' ')
            {
                i++;
            }

            if (i > start)
            {
                fields[count++] = start..i;
            }

            i++;
        }

        return count;
    }

    private static bool TryEnd(ReadOnlySpan<byte> text, out Address address, out ushort port)
    {
        address = default;
        port = 0;
        int colon = text.IndexOf((byte)':');
        if (colon is not (WordDigits or (IPv6Words * WordDigits)))
        {
            return false;
        }

        Span<uint> words = [0, 0, MemoryMarshal.Read<uint>([0, 0, 0xff, 0xff]), 0];
        int first = colon == WordDigits ? IPv6Words - 1 : 0;
        for (int i = first; i < IPv6Words; i++)
        {
            ReadOnlySpan<byte> digits = text.Slice((i - first) * WordDigits, WordDigits);
            if (!uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out words[i]))
            {
                return false;
            }
        }

        address = MemoryMarshal.Cast<uint, Address>(words)[0];
        return ushort.TryParse(text[(colon + 1)..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out port);
    }
}
