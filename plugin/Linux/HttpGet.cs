using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace TcpResets.Linux;

/// <summary>One GET from a web server of this machine's: tcp(7). The framework's own client would add 3.4 MB to the executable.</summary>
internal static unsafe partial class HttpGet
{
    private const int StreamCloseOnExecNonBlocking = 1 | 0x80000 | 0x800;
    private const int AfInet = 2, AfInet6 = 10;
    private const long Patience = 3_000_000; // microseconds

    /// <summary>Asks for a path.</summary>
    /// <param name="server">Where it listens.</param>
    /// <param name="path">With its query.</param>
    /// <param name="most">Bytes of an answer, head included: a longer one is none.</param>
    /// <param name="body">What it answers.</param>
    /// <returns>The status code of RFC 9110, section 15; 0 if nobody there answers in HTTP.</returns>
    public static int From(IPEndPoint server, string path, int most, out byte[] body)
    {
        body = [];
        bool isIPv6 = server.AddressFamily == AddressFamily.InterNetworkV6;
        int descriptor = socket(isIPv6 ? AfInet6 : AfInet, StreamCloseOnExecNonBlocking, 0);
        if (descriptor < 0)
        {
            return 0;
        }

        long end = ClockGetTime.Boottime() + Patience;
        byte[] request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.0\r\nHost: {server}\r\n\r\n");
        byte[]? answer = TryConnect(descriptor, server, isIPv6, end) && FileDescriptor.WriteAll(descriptor, request) == 0
            ? ReadToEnd(descriptor, most, end)
            : null;
        FileDescriptor.Close(descriptor);
        return answer is null ? 0 : Parse(answer, out body);
    }

    private static bool TryConnect(int descriptor, IPEndPoint server, bool isIPv6, long end)
    {
        // struct sockaddr_in: family, port, address; struct sockaddr_in6: family, port, flow, address, scope.
        Span<byte> address = stackalloc byte[isIPv6 ? 28 : 16];
        address.Clear();
        MemoryMarshal.Write(address, (ushort)(isIPv6 ? AfInet6 : AfInet));
        BinaryPrimitives.WriteUInt16BigEndian(address[2..], (ushort)server.Port);
        _ = server.Address.TryWriteBytes(address[(isIPv6 ? 8 : 4)..], out _);
        fixed (byte* bytes = address)
        {
            // Asked again, it says how that has ended: 0, or EISCONN of connect(2).
            while (connect(descriptor, bytes, (uint)address.Length) != 0)
            {
                int errno = Marshal.GetLastPInvokeError();
                long left = end - ClockGetTime.Boottime();
                if (errno is not (Errno.InProgress or Errno.Already) || left <= 0)
                {
                    return errno == Errno.IsConnected;
                }

                Poll.Connected(descriptor, left);
            }
        }

        return true;
    }

    // Null unless it has ended in time and within its bound.
    private static byte[]? ReadToEnd(int descriptor, int most, long end)
    {
        byte[] answer = new byte[most];
        for (int length = 0; length < most;)
        {
            int read = FileDescriptor.Read(descriptor, answer.AsSpan(length));
            long left = end - ClockGetTime.Boottime();
            if (read == 0)
            {
                return answer[..length];
            }

            if (left <= 0 || (read < 0 && read is not (-Errno.Again or -Errno.Interrupted)))
            {
                return null;
            }

            length += Math.Max(0, read);
            if (read == -Errno.Again)
            {
                _ = Poll.Readable(descriptor, left, out _);
            }
        }

        return null;
    }

    // RFC 9112, sections 4 and 6.3: "HTTP/1.1 200 OK", fields, an empty line, and the body until the connection ends.
    private static int Parse(byte[] answer, out byte[] body)
    {
        int head = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        body = head < 0 ? [] : answer[(head + 4)..];
        return head > "HTTP/1.1 200".Length && answer.AsSpan().StartsWith("HTTP/1."u8)
            && int.TryParse(answer.AsSpan("HTTP/1.1 ".Length, 3), out int status)
            ? status
            : 0;
    }

    [LibraryImport(Libc.Name)]
    private static partial int socket(int domain, int type, int protocol);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial int connect(int descriptor, byte* address, uint length);
}
