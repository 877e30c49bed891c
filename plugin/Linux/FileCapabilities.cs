using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>
/// The capabilities that a program file gives who runs it (capabilities(7), "File capabilities"), each a bit 1 &lt;&lt; CAP_…: permitted
/// ones only, which the program itself has to put into effect, so that a bounding set that lacks some does not keep it from being run.
/// </summary>
internal static unsafe partial class FileCapabilities
{
    private const string Attribute = "security.capability";
    private const uint Revision2 = 0x02000000;
    private const uint PutIntoEffect = 1;

    // Revision 3 (24 bytes, so here ERANGE) is for a user namespace and those below it. Its own processes see it as revision 2; whoever
    // sees it as 3 is given nothing by it (cap_inode_getsecurity() and get_vfs_caps_from_disk() in security/commoncap.c).
    private const int Size = 20;

    /// <summary>Reads them; none where the file gives this process none, or they cannot be read.</summary>
    public static ulong Of(string path)
    {
        byte* value = stackalloc byte[Size];
        return lgetxattr(path, Attribute, value, Size) == Size ? Permitted(new(value, Size), ignoring: 0) : 0;
    }

    /// <summary>The same of what a link such as /proc/self/exe points to, whether or not the kernel puts them into effect.</summary>
    public static ulong OfTarget(string path)
    {
        byte* value = stackalloc byte[Size];
        return getxattr(path, Attribute, value, Size) == Size ? Permitted(new(value, Size), PutIntoEffect) : 0;
    }

    /// <summary>Gives them to an open file. A later change of its content or owner takes them away again.</summary>
    /// <returns>0, or errno.</returns>
    public static int Give(int descriptor, ulong permitted)
    {
        // struct vfs_cap_data: the revision, and per 32 capabilities the permitted and the inheritable ones.
        byte* value = stackalloc byte[Size];
        Span<byte> data = new(value, Size);
        data.Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(data, Revision2);
        BinaryPrimitives.WriteUInt32LittleEndian(data[4..], (uint)permitted);
        BinaryPrimitives.WriteUInt32LittleEndian(data[12..], (uint)(permitted >> 32));
        return fsetxattr(descriptor, Attribute, value, Size, 0) == 0 ? 0 : Marshal.GetLastPInvokeError();
    }

    private static ulong Permitted(ReadOnlySpan<byte> data, uint ignoring) =>
        (BinaryPrimitives.ReadUInt32LittleEndian(data) & ~ignoring) == Revision2
            ? BinaryPrimitives.ReadUInt32LittleEndian(data[4..]) | ((ulong)BinaryPrimitives.ReadUInt32LittleEndian(data[12..]) << 32)
            : 0;

    [LibraryImport(Libc.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint getxattr(string path, string name, byte* value, nuint size);

    [LibraryImport(Libc.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint lgetxattr(string path, string name, byte* value, nuint size);

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int fsetxattr(int descriptor, string name, byte* value, nuint size, int flags);
}
