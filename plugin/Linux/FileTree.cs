using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>
/// Reads and changes files as installing needs it, each function with errno as its answer, or 0: the framework's exceptions would
/// come without their text in this build.
/// </summary>
internal static unsafe partial class FileTree
{
    /// <summary>Ends the name under which <see cref="Replace"/> writes: not as the agent's own files end, .plugin or .conf.</summary>
    public const string Unfinished = ".tmp";

    private const int CurrentDirectory = -100;
    private const int WriteNew = 0x1 | 0x40 | 0x80 | 0x80000; // O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC: follows no symbolic link
    private const int RemoveDirectoryFlag = 0x200;
    private const uint OwnerOnly = 0b110_000_000;

    public static int Read(string path, out byte[] content)
    {
        content = [];
        int descriptor = FileDescriptor.OpenRead(path);
        if (descriptor < 0)
        {
            return -descriptor;
        }

        using MemoryStream stream = new();
        byte[] buffer = new byte[64 * 1024];
        int got;
        while ((got = FileDescriptor.Read(descriptor, buffer)) > 0)
        {
            stream.Write(buffer, 0, got);
        }

        FileDescriptor.Close(descriptor);
        content = stream.ToArray();
        return -got;
    }

    /// <summary>
    /// Puts a file in place at one stroke: whoever looks sees the old one or the new one, whole, also after a power cut. A symbolic link in
    /// its place is replaced, not followed.
    /// </summary>
    public static int Replace(string path, ReadOnlySpan<byte> content, FileRights rights)
    {
        string temporary = path + Unfinished;
        _ = Delete(temporary);
        int descriptor = openat(CurrentDirectory, temporary, WriteNew, OwnerOnly);
        if (descriptor < 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        int error = FileDescriptor.WriteAll(descriptor, content);
        error = error != 0 ? error : ErrnoUnless(
            fchown(descriptor, rights.Owner, rights.Group) == 0 && fchmod(descriptor, rights.Mode) == 0 && fsync(descriptor) == 0);
        FileDescriptor.Close(descriptor);
        error = error == 0 ? Move(temporary, path) : error;
        if (error != 0)
        {
            _ = Delete(temporary);
        }

        return error;
    }

    /// <summary>Renames within a directory, and sees to it that the name outlives a power cut.</summary>
    public static int Move(string from, string to)
    {
        if (rename(from, to) != 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        int directory = FileDescriptor.OpenRead(Path.GetDirectoryName(to) ?? "/");
        if (directory >= 0)
        {
            _ = fsync(directory);
            FileDescriptor.Close(directory);
        }

        return 0;
    }

    public static int MakeDirectory(string path, FileRights rights) =>
        ErrnoUnless(mkdir(path, rights.Mode) == 0 && lchown(path, rights.Owner, rights.Group) == 0 && chmod(path, rights.Mode) == 0);

    /// <summary>Removes a name; of a symbolic link the link.</summary>
    public static int Delete(string path) => ErrnoUnless(unlinkat(CurrentDirectory, path, 0) == 0);

    public static int DeleteDirectory(string path) => ErrnoUnless(unlinkat(CurrentDirectory, path, RemoveDirectoryFlag) == 0);

    private static int ErrnoUnless(bool isDone) => isDone ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>The user whose rights this process has.</summary>
    [LibraryImport(Libc.Name, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int openat(int directory, string path, int flags, uint mode);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial int fchown(int descriptor, uint owner, uint group);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial int fchmod(int descriptor, uint mode);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial int fsync(int descriptor);

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rename(string from, string to);

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkdir(string path, uint mode);

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int lchown(string path, uint owner, uint group);

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int chmod(string path, uint mode);

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unlinkat(int directory, string path, int flags);
}
