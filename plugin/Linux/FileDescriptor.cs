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

    /// <summary>Writes all bytes, in one system call unless the kernel takes fewer.</summary>
    /// <returns>0, or the errno that ended it.</returns>
    public static int WriteAll(int descriptor, ReadOnlySpan<byte> bytes)
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

                bytes = bytes[Math.Max(0, written)..];
            }
        }

        return 0;
    }

    /// <summary>A second descriptor for the same thing, or -1: fcntl(2), F_DUPFD_CLOEXEC.</summary>
    public static int Duplicate(int descriptor) => fcntl(descriptor, DuplicateCloseOnExec, Stderr + 1);

    public static void Close(int descriptor) => _ = close(descriptor);

    /// <summary>True if the file is the kernel's own procfs, and not something mounted over it or a copy of it.</summary>
    public static bool IsProcfs(int descriptor)
    {
        // struct statfs is 120 bytes on every 64-bit Linux, f_type its first long (statfs(2)).
        long* statfs = stackalloc long[16];
        return fstatfs(descriptor, statfs) == 0 && statfs[0] == ProcSuperMagic;
    }

    /// <summary>True for a file, /dev/null or /dev/urandom, false for a pipe, a socket or a terminal (lseek(2), ESPIPE).</summary>
    public static bool CanSeek(int descriptor) => lseek(descriptor, 0, SeekCurrent) >= 0;

    public static bool IsTerminal(int descriptor) => isatty(descriptor) == 1;

    private static int OrMinusErrno(nint result) => result >= 0 ? (int)result : -Marshal.GetLastPInvokeError();

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int open(string path, int flags);

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

    [LibraryImport(Libc.Name)]
    private static partial int close(int descriptor);

    [LibraryImport(Libc.Name)]
    private static partial int fstatfs(int descriptor, void* buffer);

    [LibraryImport(Libc.Name)]
    private static partial int isatty(int descriptor);
}
