using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>
/// Unpacks gzip (RFC 1952) by zlib, which is linked anyway, since libelf needs it: the framework's own would bring a second one along.
/// </summary>
internal static unsafe partial class Gzip
{
    private const int GzipOnly = 31; // inflateInit2(): windowBits of 15, and 16 for gzip
    private const int Finish = 4;
    private const int StreamEnd = 1;

    public static bool IsGzip(ReadOnlySpan<byte> content) => content.StartsWith<byte>([0x1f, 0x8b]);

    /// <summary>Unpacks what the build has packed, whose last four bytes are its size (section 2.3.1).</summary>
    public static byte[] Unpack(byte[] packed)
    {
        byte[] content = new byte[BinaryPrimitives.ReadUInt32LittleEndian(packed.AsSpan(^4))];
        fixed (byte* source = packed, target = content, version = "1"u8)
        {
            Stream stream = new()
            {
                NextIn = source,
                AvailableIn = (uint)packed.Length,
                NextOut = target,
                AvailableOut = (uint)content.Length,
            };
            bool isWhole = inflateInit2_(&stream, GzipOnly, version, sizeof(Stream)) == 0 && inflate(&stream, Finish) == StreamEnd;
            _ = inflateEnd(&stream);
            return isWhole ? content : throw new InvalidDataException();
        }
    }

    [LibraryImport("z")]
    private static partial int inflateInit2_(Stream* stream, int windowBits, byte* version, int size);

    [LibraryImport("z")]
    private static partial int inflate(Stream* stream, int flush);

    [LibraryImport("z")]
    private static partial int inflateEnd(Stream* stream);

    /// <summary>struct z_stream of zlib.h.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Stream
    {
        public byte* NextIn;
        public uint AvailableIn;
        public nuint TotalIn;
        public byte* NextOut;
        public uint AvailableOut;
        public nuint TotalOut;
        public byte* Message;
        public void* State;
        public void* Allocate;
        public void* Free;
        public void* Opaque;
        public int DataType;
        public nuint Adler;
        public nuint Reserved;
    }
}
