using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>open(2), read(2), pread(2), lseek(2), write(2), close(2), fstatfs(2): each the system call and nothing else.</summary>
internal static unsafe partial class FileDescriptor
{
    public const int Stdin = 0;
    public const int Stdout = 1;
    public const int Stderr = 2;

    private const int ReadOnlyCloseOnExec = 0x80000;
    private const int NonBlocking = 0x800;
    private const long ProcSuperMagic = 0x9fa0;
    private const int SeekCurrent = 1;
    private const int DuplicateCloseOnExec = 1030;

    /// <summary>Opens a file for reading: the descriptor, or minus errno. A pipe waits for its writer, unless told not to.</summary>
    public static int OpenRead(string path, bool waits = true) =>
        OrMinusErrno(open(path, waits ? ReadOnlyCloseOnExec : ReadOnlyCloseOnExec | NonBlocking));

    /// <summary>Opens for reading what has these bytes as its path, a zero byte at the end, and waits for nobody.</summary>
    public static int OpenRead(ReadOnlySpan<byte> path)
    {
        fixed (byte* bytes = path)
        {
            return OrMinusErrno(open(bytes, ReadOnlyCloseOnExec | NonBlocking));
        }
    }

    /// <summary>Reads from the start of a file, whatever was read before: how many bytes, or minus errno.</summary>
    public static int ReadFromStart(int descriptor, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return OrMinusErrno(pread(descriptor, bytes, (nuint)buffer.Length, 0));
        }
    }

    /// <summary>Reads what is there: how many bytes, 0 at the end, or minus errno.</summary>
    public static int Read(int descriptor, Span<byte> buffer)
    {
        fixed (byte* bytes = buffer)
        {
            return OrMinusErrno(read(descriptor, bytes, (nuint)buffer.Length));
        }
    }

    /// <summary>
    /// Writes all bytes, in one system call unless the kernel takes fewer. When a signal comes, <paramref name="endsWhen"/> is asked
    /// whether to give up.
    /// </summary>
    /// <returns>0, or the errno that ended it.</returns>
    public static int WriteAll(int descriptor, ReadOnlySpan<byte> bytes, Func<bool>? endsWhen = null)
    {
        while (!bytes.IsEmpty)
        {
            fixed (byte* start = bytes)
            {
                int written = OrMinusErrno(write(descriptor, start, (nuint)bytes.Length));
                if (written < 0 && written != -Errno.Interrupted && !(written == -Errno.Again && Poll.Writable(descriptor)))
                {
                    return -written;
                }

                if (written < 0 && endsWhen?.Invoke() == true)
                {
                    return Errno.Interrupted;
                }

                bytes = bytes[Math.Max(0, written)..];
            }
        }

        return 0;
    }

    /// <summary>A second descriptor for the same thing, or -1: fcntl(2), F_DUPFD_CLOEXEC.</summary>
    public static int Duplicate(int descriptor) => fcntl(descriptor, DuplicateCloseOnExec, Stderr + 1);

    /// <summary>Gives an open file to somebody, with these permissions, whatever the umask: 0, or errno.</summary>
    public static int SetRights(int descriptor, FileRights rights)
    {
        bool isGiven = fchown(descriptor, rights.Owner, rights.Group) == 0;
        return isGiven ? SetMode(descriptor, rights.Mode) : Marshal.GetLastPInvokeError();
    }

    /// <summary>Gives an open file these permissions, whatever the umask: 0, or errno.</summary>
    public static int SetMode(int descriptor, uint mode) => fchmod(descriptor, mode) == 0 ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>Waits until it is on the disk: 0, or errno.</summary>
    public static int Sync(int descriptor) => fsync(descriptor) == 0 ? 0 : Marshal.GetLastPInvokeError();

    public static void Close(int descriptor) => _ = close(descriptor);

    /// <summary>True if the file is the kernel's own procfs, and not something mounted over it or a copy of it.</summary>
    public static bool IsProcfs(int descriptor) => FileSystemType(descriptor) == ProcSuperMagic;

    /// <summary>The magic number of the file system that it stands on (statfs(2)); 0 if that cannot be told.</summary>
    public static long FileSystemType(int descriptor)
    {
        // struct statfs is 120 bytes on every 64-bit Linux, f_type its first long.
        long* statfs = stackalloc long[16];
        return fstatfs(descriptor, statfs) == 0 ? statfs[0] : 0;
    }

    /// <summary>True for a file, /dev/null or /dev/urandom, false for a pipe, a socket or a terminal (lseek(2), ESPIPE).</summary>
    public static bool CanSeek(int descriptor) => lseek(descriptor, 0, SeekCurrent) >= 0;

    public static bool IsTerminal(int descriptor) => isatty(descriptor) == 1;

    private static int OrMinusErrno(nint result) => result >= 0 ? (int)result : -Marshal.GetLastPInvokeError();

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial int open(byte* path, int flags);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial nint pread(int descriptor, byte* buffer, nuint count, long offset);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial nint read(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Libc.Name)]
    private static partial long lseek(int descriptor, long offset, int whence);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial nint write(int descriptor, byte* buffer, nuint count);

    [LibraryImport(Libc.Name)]
    private static partial int fcntl(int descriptor, int command, nint argument);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial int fchown(int descriptor, uint owner, uint group);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial int fchmod(int descriptor, uint mode);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport(Libc.Name)]
    private static partial int close(int descriptor);

    [LibraryImport(Libc.Name)]
    private static partial int fstatfs(int descriptor, void* buffer);

    [LibraryImport(Libc.Name)]
    private static partial int isatty(int descriptor);
}
