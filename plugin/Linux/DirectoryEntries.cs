using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>
/// getdents64(2): what stands in a directory, a part at a time and into one buffer, so that a directory of any size can be read in
/// slices. No order is promised; what comes or goes meanwhile may be told or not.
/// </summary>
internal sealed unsafe partial class DirectoryEntries : IDisposable
{
#if DEBUG
    private const int BufferSize = 512; // so that tests exercise more than one call
#else
    private const int BufferSize = 16 * 1024;
#endif

    private const byte DirectoryType = 4;
    private const int NameOffset = 19; // struct linux_dirent64: number and offset of 8 bytes, length of 2, type of 1, then the name

    // Pinned, so that what is told of it stays where it is.
    private readonly byte[] buffer = GC.AllocateUninitializedArray<byte>(BufferSize, pinned: true);
    private int descriptor = -1;
    private int position;
    private int filled;
    private int nameLength;

    public bool IsOpen => descriptor >= 0;

    /// <summary>The number of the entry, as the directory has it: for a mount point, what lies below the mount.</summary>
    public ulong Inode => MemoryMarshal.Read<ulong>(buffer.AsSpan(position));

    public bool IsDirectory => buffer[position + 18] == DirectoryType;

    /// <summary>Valid until the next <see cref="Next"/>; whatever bytes the file system has.</summary>
    public ReadOnlySpan<byte> Name => buffer.AsSpan(position + NameOffset, nameLength);

    /// <summary>Opens a directory, closing the one before; false, if that cannot be. Of what is no directory there is no entry.</summary>
    public bool Open(string path)
    {
        Close();
        descriptor = FileDescriptor.OpenRead(path, waits: false);
        return IsOpen;
    }

    /// <summary>Opens a directory by the bytes of its path.</summary>
    /// <param name="path">Ends with a zero byte.</param>
    public bool Open(ReadOnlySpan<byte> path)
    {
        Close();
        descriptor = FileDescriptor.OpenRead(path);
        return IsOpen;
    }

    /// <summary>Goes to the next entry, "." and ".." left out; at the end it closes the directory and is false.</summary>
    public bool Next()
    {
        while (IsOpen)
        {
            position += position < filled ? LengthOfEntry : 0;
            if (position >= filled && !Fill())
            {
                Close();
                return false;
            }

            nameLength = buffer.AsSpan(position + NameOffset, LengthOfEntry - NameOffset).IndexOf((byte)0);
            if (nameLength > 0 && !Name.SequenceEqual("."u8) && !Name.SequenceEqual(".."u8))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>How many names the entry has: for a directory, of most file systems, two and one for each directory in it.</summary>
    public uint Links()
    {
        const int doNotFollow = 0x100;
        const uint links = 0x4;
        uint* statx = stackalloc uint[64]; // struct statx of linux/stat.h is 256 bytes, the number of links its fifth
        fixed (byte* name = Name)
        {
            return DirectoryEntries.statx(descriptor, name, doNotFollow, links, statx) == 0 ? statx[4] : 0;
        }
    }

    /// <summary>Where the entry leads to, if it is a symbolic link: as much as there is room for, or nothing.</summary>
    public ReadOnlySpan<byte> Target(Span<byte> room)
    {
        fixed (byte* name = Name)
        fixed (byte* target = room)
        {
            return room[..Math.Max(0, (int)readlinkat(descriptor, name, target, (nuint)room.Length))];
        }
    }

    public void Close()
    {
        if (IsOpen)
        {
            FileDescriptor.Close(descriptor);
        }

        descriptor = -1;
        position = 0;
        filled = 0;
    }

    public void Dispose() => Close();

    private int LengthOfEntry => MemoryMarshal.Read<ushort>(buffer.AsSpan(position + 16));

    private bool Fill()
    {
        position = 0;
        fixed (byte* bytes = buffer)
        {
            filled = Math.Max(0, (int)getdents64(descriptor, bytes, (nuint)buffer.Length));
        }

        return filled > 0;
    }

    [LibraryImport(Libc.Name)]
    private static partial nint getdents64(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Libc.Name)]
    private static partial nint readlinkat(int directory, byte* path, byte* target, nuint size);

    [LibraryImport(Libc.Name)]
    private static partial int statx(int directory, byte* path, int flags, uint mask, uint* buffer);
}
