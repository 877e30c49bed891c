using System.Runtime.InteropServices;
using System.Text;

namespace TcpResets.Linux;

/// <summary>One datagram to a socket of unix(7): socket(2), sendto(2).</summary>
internal static unsafe partial class UnixDatagram
{
    private const int AfUnix = 1;
    private const int SockDgramCloseOnExec = 2 | 0x80000;
    private const int DontWait = 0x40;
    private const int LongestPath = 107;

    /// <summary>Sends a datagram, without waiting; false if nobody took it.</summary>
    public static bool Send(string path, ReadOnlySpan<byte> datagram)
    {
        byte[] pathBytes = Encoding.UTF8.GetBytes(path);
        int descriptor = pathBytes.Length > LongestPath ? -1 : socket(AfUnix, SockDgramCloseOnExec, 0);
        if (descriptor < 0)
        {
            return false;
        }

        // struct sockaddr_un: the family in host order, then the path, ended by 0.
        Span<byte> address = stackalloc byte[2 + LongestPath + 1];
        address.Clear();
        MemoryMarshal.Write(address, (short)AfUnix);
        pathBytes.CopyTo(address[2..]);
        fixed (byte* addressBytes = address, bytes = datagram)
        {
            nint sent = sendto(descriptor, bytes, (nuint)datagram.Length, DontWait, addressBytes, (uint)(2 + pathBytes.Length + 1));
            FileDescriptor.Close(descriptor);
            return sent == datagram.Length;
        }
    }

    [LibraryImport(Libc.Name)]
    private static partial int socket(int domain, int type, int protocol);

    [LibraryImport(Libc.Name)]
    private static partial nint sendto(int descriptor, byte* buffer, nuint length, int flags, byte* address, uint addressLength);
}
