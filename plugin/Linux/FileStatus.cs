using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>
/// statx(2), whose layout is the same on every architecture, unlike stat(2)'s: 0 or errno, type and permissions (inode(7)), the owner's and
/// the group's numbers, and which file it is.
/// </summary>
internal readonly unsafe partial record struct FileStatus(int Error, uint Mode, uint Owner, uint Group, ulong Device, ulong Inode)
{
    private const int CurrentDirectory = -100;
    private const int DoNotFollow = 0x100;
    private const int OfDescriptor = 0x1000; // AT_EMPTY_PATH
    private const uint BasicStats = 0x7ff;
    private const uint TypeMask = 0xf000;
    public bool Exists => Error == 0;
    public bool IsFile => Exists && (Mode & TypeMask) == 0x8000;
    public bool IsDirectory => Exists && (Mode & TypeMask) == 0x4000;
    public bool IsLink => Exists && (Mode & TypeMask) == 0xa000;

    /// <summary>Whether everybody may write it, or a group that is not root's.</summary>
    public bool IsWritableByMany => (Mode & 0b000_000_010) != 0 || ((Mode & 0b000_010_000) != 0 && Group != 0);

    /// <summary>Of a directory: whether names in it are only their owners' to change (inode(7), S_ISVTX).</summary>
    public bool IsSticky => (Mode & 0b001_000_000_000) != 0;

    /// <summary>Whether others than root and the user of this process may write it: a group, its owner, everybody.</summary>
    public bool OthersMayWrite => (Mode & 0b000_010_010) != 0 || (Owner != 0 && Owner != FileTree.EffectiveUser());

    /// <summary>Whose it is and who may do what with it, set-user-ID and the like included.</summary>
    public FileRights Rights => new(Owner, Group, Mode & 0xfff);

    /// <summary>The status of what stands at a path; of a symbolic link itself, not of what it points to.</summary>
    public static FileStatus Of(string path) => Read(CurrentDirectory, path, DoNotFollow);

    public static FileStatus OfTarget(string path) => Read(CurrentDirectory, path, 0);

    /// <summary>The status of an entry of an open directory; of a symbolic link itself.</summary>
    public static FileStatus In(int directory, string name) => Read(directory, name, DoNotFollow);

    public static FileStatus OfOpen(int descriptor) => Read(descriptor, "", OfDescriptor);

    private static FileStatus Read(int directory, string path, int flags)
    {
        Statx buffer;
        return statx(directory, path, flags, BasicStats, &buffer) == 0
            ? new(0, buffer.Mode, buffer.Owner, buffer.Group, ((ulong)buffer.DeviceMajor << 32) | buffer.DeviceMinor, buffer.Inode)
            : new(Marshal.GetLastPInvokeError(), 0, 0, 0, 0, 0);
    }

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int statx(int directory, string path, int flags, uint mask, Statx* buffer);

    // struct statx of linux/stat.h, 256 bytes.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Statx
    {
        [FieldOffset(20)] public uint Owner;
        [FieldOffset(24)] public uint Group;
        [FieldOffset(28)] public ushort Mode;
        [FieldOffset(32)] public ulong Inode;
        [FieldOffset(136)] public uint DeviceMajor;
        [FieldOffset(140)] public uint DeviceMinor;
    }
}
