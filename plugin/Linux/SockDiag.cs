using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>
/// sock_diag(7): the TCP sockets of the network namespace of the calling thread, all that listen and those that are in use, up to a number.
/// It needs no privilege.
/// </summary>
internal static unsafe partial class SockDiag
{
    /// <summary>Sockets that are looked at, of each family.</summary>
    public const int Most = 20_000;

    private const int Netlink = 16, RawCloseOnExec = 3 | 0x80000, SockDiagProtocol = 4;
    private const ushort ByFamily = 20; // SOCK_DIAG_BY_FAMILY
    private const ushort RequestDump = 0x301;
    private const ushort Done = 3, Error = 2;
    private const byte Tcp = 6, IPv4 = 2, IPv6 = 10;
    private const byte Established = 1, Listen = 10;
    private const int HeaderLength = 16; // struct nlmsghdr
    private const int RequestLength = HeaderLength + 56; // struct inet_diag_req_v2
    private const int SocketLength = 72; // struct inet_diag_msg

    /// <summary>All of them; null if the kernel does not tell.</summary>
    public static List<InetSocket>? Read()
    {
        List<InetSocket> sockets = [];
        int descriptor = socket(Netlink, RawCloseOnExec, SockDiagProtocol);
        bool isRead = descriptor >= 0
            && Read(descriptor, IPv4, Listen, sockets) && Read(descriptor, IPv6, Listen, sockets)
            && Read(descriptor, IPv4, Established, sockets) && Read(descriptor, IPv6, Established, sockets);
        if (descriptor >= 0)
        {
            FileDescriptor.Close(descriptor);
        }

        return isRead ? sockets : null;
    }

    private static bool Read(int descriptor, byte family, byte state, List<InetSocket> sockets)
    {
        Span<byte> request = stackalloc byte[RequestLength];
        request.Clear();
        MemoryMarshal.Write(request, (uint)RequestLength);
        MemoryMarshal.Write(request[4..], ByFamily);
        MemoryMarshal.Write(request[6..], RequestDump);
        request[HeaderLength] = family;
        request[HeaderLength + 1] = Tcp;
        MemoryMarshal.Write(request[(HeaderLength + 4)..], 1u << state);
        if (FileDescriptor.WriteAll(descriptor, request) != 0)
        {
            return false;
        }

        byte[] answer = new byte[32 * 1024];
        int last = sockets.Count + Most;
        while (true)
        {
            int length = FileDescriptor.Read(descriptor, answer);
            if (length < HeaderLength)
            {
                return false;
            }

            for (int at = 0; at + HeaderLength <= length;)
            {
                int size = MemoryMarshal.Read<int>(answer.AsSpan(at));
                ushort type = MemoryMarshal.Read<ushort>(answer.AsSpan(at + 4));
                if (type is Done or Error || size < HeaderLength || at + size > length)
                {
                    return type == Done;
                }

                if (size >= HeaderLength + SocketLength && sockets.Count < last)
                {
                    sockets.Add(SocketOf(answer.AsSpan(at + HeaderLength, SocketLength)));
                }

                at += (size + 3) & ~3;
            }
        }
    }

    private static InetSocket SocketOf(ReadOnlySpan<byte> message) => new(
        message[1] == Listen,
        BinaryPrimitives.ReadUInt16BigEndian(message[4..]),
        message.Slice(24, message[0] == IPv6 ? 16 : 4).ToArray(),
        MemoryMarshal.Read<uint>(message[56..]),
        MemoryMarshal.Read<uint>(message[60..]));

    [LibraryImport(Libc.Name)]
    private static partial int socket(int domain, int type, int protocol);
}
