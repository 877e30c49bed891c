using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>
/// Reads and changes files as installing needs it, each in the directory that its path leads to (<see cref="HeldDirectory"/>), with errno
/// as its answer, or 0: the framework's exceptions would come without their text in this build.
/// </summary>
internal static unsafe partial class FileTree
{
    /// <summary>Ends the name of what is not yet in place: not as the agent's own files end, .plugin or .conf.</summary>
    public const string Unfinished = ".tmp";

    private const int CurrentDirectory = -100;
    private const int WriteNew = 0x1 | 0x40 | 0x80 | 0x80000; // O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC: follows no symbolic link
    private const uint OwnerOnly = 0b110_000_000;

    /// <summary>Reads a file of the kernel's, or another that nobody else can change.</summary>
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
    /// Reads a file that others may have put there: a regular one, at once, and no more than so many bytes, else
    /// <see cref="Errno.FileTooBig"/>.
    /// </summary>
    /// <param name="path">Where it is.</param>
    /// <param name="most">The most bytes.</param>
    /// <param name="content">What it contains.</param>
    /// <param name="isForeign">Whether others than root and the user of this process could have written it.</param>
    public static int Read(string path, int most, out byte[] content, out bool isForeign)
    {
        content = [];
        using HeldDirectory directory = HeldDirectory.Of(ref path);
        isForeign = directory.Foreign is not null;
        return directory.Error != 0
            ? directory.Error
            : Read(directory.OpenRead(Path.GetFileName(path)), most, out content, ref isForeign);
    }

    /// <summary>The same where it does not matter whose it is.</summary>
    public static int Read(string path, int most, out byte[] content) => Read(path, most, out content, out _);

    /// <summary>
    /// Puts a file in place at one stroke: whoever looks sees the old one or the new one, whole, also after a power cut. A symbolic link in
    /// its place is replaced, not followed.
    /// </summary>
    /// <param name="path">Where to.</param>
    /// <param name="content">What it is to contain.</param>
    /// <param name="rights">Whose it is to be.</param>
    /// <param name="capabilities">What it is to give who runs it, before anybody can.</param>
    /// <param name="notGiven">Why it could not be given these, which is no failure; 0 if it was.</param>
    public static int Replace(string path, ReadOnlySpan<byte> content, FileRights rights, ulong capabilities, out int notGiven)
    {
        notGiven = 0;
        using HeldDirectory directory = Parent(path);
        string name = Path.GetFileName(path), temporary = name + Unfinished;
        _ = directory.Delete(temporary);
        int descriptor = directory.Error != 0 ? -directory.Error : directory.Create(temporary);
        if (descriptor < 0)
        {
            return -descriptor;
        }

        int error = FileDescriptor.WriteAll(descriptor, content);
        error = error != 0 ? error : FileDescriptor.SetRights(descriptor, rights);
        notGiven = error == 0 && capabilities != 0 ? FileCapabilities.Give(descriptor, capabilities) : 0;
        error = error != 0 ? error : FileDescriptor.Sync(descriptor);
        FileDescriptor.Close(descriptor);
        error = error == 0 ? directory.Rename(temporary, name) : error;
        if (error != 0)
        {
            _ = directory.Delete(temporary);
        }

        return error;
    }

    /// <summary>
    /// Begins the same for what is written again and again, and is not worth waiting for the disk: after a power cut it may be empty.
    /// Neither this nor <see cref="EndReplacing"/> allocates.
    /// </summary>
    /// <param name="temporary">A name in the same directory, where nobody else writes.</param>
    /// <returns>The descriptor to write into, or minus errno.</returns>
    public static int BeginReplacing(string temporary)
    {
        _ = unlinkat(CurrentDirectory, temporary, 0);
        int descriptor = openat(CurrentDirectory, temporary, WriteNew, OwnerOnly);
        return descriptor >= 0 ? descriptor : -Marshal.GetLastPInvokeError();
    }

    /// <summary>Puts what was written in place.</summary>
    /// <param name="descriptor">What was begun.</param>
    /// <param name="temporary">Under this name.</param>
    /// <param name="path">Where to.</param>
    /// <param name="mode">Its permissions, whatever the umask.</param>
    /// <param name="error">The errno of writing, or 0; with one, nothing is put in place.</param>
    /// <returns>0, or that errno, or the one that came after.</returns>
    public static int EndReplacing(int descriptor, string temporary, string path, uint mode, int error)
    {
        error = error != 0 ? error : FileDescriptor.SetMode(descriptor, mode);
        FileDescriptor.Close(descriptor);
        error = error != 0 ? error : ErrnoUnless(rename(temporary, path) == 0);
        if (error != 0)
        {
            _ = unlinkat(CurrentDirectory, temporary, 0);
        }

        return error;
    }

    /// <summary>Gives a file that is there what a program may do more than who runs it, if it is nobody else's.</summary>
    public static int Give(string path, ulong capabilities) => In(path, (directory, name) =>
    {
        int descriptor = directory.OpenRead(name);
        int error = descriptor < 0 ? -descriptor
            : directory.Foreign is not null || FileStatus.OfOpen(descriptor) is { OthersMayWrite: true } or { IsFile: false }
                ? Errno.NotPermitted
            : FileCapabilities.Give(descriptor, capabilities);
        FileDescriptor.Close(descriptor);
        return error;
    });

    /// <summary>Renames within a directory, and sees to it that the name outlives a power cut.</summary>
    public static int Move(string from, string to) => In(to, (directory, name) => directory.Rename(Path.GetFileName(from), name));

    public static int MakeDirectory(string path, FileRights rights) => In(path, (directory, name) => directory.MakeDirectory(name, rights));

    /// <summary>Makes a symbolic link, unless there is something already.</summary>
    public static int Link(string path, string target) => In(path, (directory, name) => directory.Link(name, target));

    /// <summary>Where a symbolic link leads to, as it says itself; null if it is none.</summary>
    public static string? ReadLink(string path)
    {
        using HeldDirectory directory = Parent(path);
        return directory.ReadLink(Path.GetFileName(path));
    }

    /// <summary>Removes a name; of a symbolic link the link.</summary>
    public static int Delete(string path) => In(path, (directory, name) => directory.Delete(name));

    public static int DeleteDirectory(string path) => In(path, (directory, name) => directory.DeleteDirectory(name));

    private static int Read(int descriptor, int most, out byte[] content, ref bool isForeign)
    {
        content = [];
        if (descriptor < 0)
        {
            return -descriptor;
        }

        FileStatus status = FileStatus.OfOpen(descriptor);
        isForeign |= status.OthersMayWrite;
        using MemoryStream stream = new();
        byte[] buffer = new byte[64 * 1024];
        int got = status.IsFile ? 1 : -Errno.Invalid;
        while (got > 0 && stream.Length <= most)
        {
            got = FileDescriptor.Read(descriptor, buffer);
            stream.Write(buffer, 0, Math.Max(got, 0));
        }

        FileDescriptor.Close(descriptor);
        content = stream.Length <= most ? stream.ToArray() : [];
        return stream.Length <= most ? -got : Errno.FileTooBig;
    }

    private static HeldDirectory Parent(string path) => new(Path.GetDirectoryName(path) ?? "/");

    private static int In(string path, Func<HeldDirectory, string, int> work)
    {
        using HeldDirectory directory = Parent(path);
        return directory.Error != 0 ? directory.Error : work(directory, Path.GetFileName(path));
    }

    private static int ErrnoUnless(bool isDone) => isDone ? 0 : Marshal.GetLastPInvokeError();

    /// <summary>The user whose rights this process has.</summary>
    [LibraryImport(Libc.Name, EntryPoint = "geteuid")]
    public static partial uint EffectiveUser();

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int openat(int directory, string path, int flags, uint mode);

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int rename(string from, string to);

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unlinkat(int directory, string path, int flags);
}
