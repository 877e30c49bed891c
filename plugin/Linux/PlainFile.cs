using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>
/// What a file contains in a directory that others may write: what stands there is opened only if it is a regular file, at once, and by
/// its own name. openat2(2), of Linux 5.6, has the same number on every architecture, unlike O_NOFOLLOW. The memory goes back when it is
/// disposed.
/// </summary>
internal sealed unsafe partial class PlainFile : IDisposable
{
    private const nint OpenAt2 = 437;
    private const ulong ReadOnlyNonBlockingCloseOnExec = 0x800 | 0x80000;
    private const ulong NoLinks = 0x04 | 0x02; // RESOLVE_NO_SYMLINKS, RESOLVE_NO_MAGICLINKS

    private byte* buffer;
    private int length;

    private PlainFile()
    {
    }

    /// <summary>False if there is something else in its place.</summary>
    public bool IsFile { get; private set; } = true;

    /// <summary>Why it could not be read, or 0.</summary>
    public int Errno { get; private set; }

    /// <summary>Good until it is disposed.</summary>
    public ReadOnlySpan<byte> Content => new(buffer, length);

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its directory may be reached by links, the file itself may be none.</param>
    /// <param name="most">The most bytes.</param>
    public static PlainFile Read(string path, int most)
    {
        PlainFile file = new();
        FileStatus status = FileStatus.Of(path);
        file.IsFile = status.IsFile || !status.Exists;
        file.Errno = status.Error;
        if (status.IsFile)
        {
            file.Take(Open(path), most);
        }

        return file;
    }

    public void Dispose()
    {
        NativeMemory.Free(buffer);
        buffer = null;
        length = 0;
    }

    private static int Open(string path)
    {
        int directory = FileDescriptor.OpenRead(Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".");
        if (directory < 0)
        {
            return directory;
        }

        OpenHow how = new() { Flags = ReadOnlyNonBlockingCloseOnExec, Resolve = NoLinks };
        int descriptor = (int)syscall(OpenAt2, directory, Path.GetFileName(path), &how, (nuint)sizeof(OpenHow));
        descriptor = descriptor >= 0 ? descriptor : -Marshal.GetLastPInvokeError();
        FileDescriptor.Close(directory);
        return descriptor;
    }

    private void Take(int descriptor, int most)
    {
        if (descriptor < 0)
        {
            Errno = -descriptor;
            return;
        }

        IsFile = FileStatus.OfOpen(descriptor).IsFile; // nobody has put another in its place meanwhile
        buffer = (byte*)NativeMemory.Alloc((nuint)most);
        int got = IsFile ? 1 : 0;
        while (got > 0 && length < most)
        {
            got = FileDescriptor.Read(descriptor, new Span<byte>(buffer + length, most - length));
            length += Math.Max(0, got);
        }

        Errno = Math.Max(0, -got);
        FileDescriptor.Close(descriptor);
    }

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint syscall(nint number, nint directory, string name, OpenHow* how, nuint size);

    // struct open_how of linux/openat2.h.
    [StructLayout(LayoutKind.Sequential)]
    private struct OpenHow
    {
        public ulong Flags;
        public ulong Mode;
        public ulong Resolve;
    }
}
