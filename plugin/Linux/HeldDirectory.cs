using System.Runtime.InteropServices;
using System.Text;

namespace TcpResets.Linux;

/// <summary>
/// A directory that is held open (O_PATH of open(2)): what is done to its entries is done there, wherever its path leads by then. On the
/// way to it a symbolic link is followed only where nobody but root and the user of this process can have put it. What fails answers with
/// errno, <see cref="Errno.Loop"/> for a link that is not followed.
/// </summary>
internal sealed unsafe partial class HeldDirectory : IDisposable
{
    private const string Root = "/";
    private const int MostLinks = 40; // MAXSYMLINKS of include/linux/namei.h
    private const int LongestPath = 4096; // PATH_MAX
    private const int CloseOnExec = 0x80000;
    private const int PathOnly = 0x200000 | CloseOnExec;
    private const int ReadNonBlocking = 0x800 | CloseOnExec;
    private const int WriteNew = 0x1 | 0x40 | 0x80 | CloseOnExec; // O_WRONLY | O_CREAT | O_EXCL: follows no symbolic link
    private const int OfDirectory = 0x200; // AT_REMOVEDIR
    private const int Exclusive = 2 | 4; // LOCK_EX | LOCK_NB
    private const int Unlock = 8; // LOCK_UN
    private const uint OwnerOnly = 0b111_000_000;

    // asm/fcntl.h: two of the few that architectures have numbers of their own for.
    private static readonly bool IsArm = RuntimeInformation.ProcessArchitecture == Architecture.Arm64;
    private static readonly int NoFollow = IsArm ? 0x8000 : 0x20000;
    private static readonly int DirectoryOnly = IsArm ? 0x4000 : 0x10000;

    private readonly uint user = FileTree.EffectiveUser();
    private int descriptor = -1;
    private int locked = -1;
    private string reached = "";

    /// <summary>Goes to a directory from the root on.</summary>
    public HeldDirectory(string path)
    {
        int links = 0;
        Stack<string> rest = new();
        Take(OrMinusErrno(openat(-1, Root, PathOnly)), Root);
        Push(rest, Path.GetFullPath(path));
        while (Error == 0 && rest.TryPop(out string? name))
        {
            Step(name, rest, ref links);
        }
    }

    /// <summary>Goes to the directory that a file is in: a symbolic link in its place is followed as those on the way are.</summary>
    /// <param name="path">Where it is said to be, and then where it is.</param>
    public static HeldDirectory Of(ref string path)
    {
        for (int links = 0; ; links++)
        {
            HeldDirectory place = new(Path.GetDirectoryName(path) ?? Root);
            string name = Path.GetFileName(path);
            if (place.Error != 0 || place.ReadLink(name) is not { } target)
            {
                return place;
            }

            if (place.Foreign is not null || place.IsOthers(place.StatusOf(name)) || links == MostLinks)
            {
                place.Fail(Errno.Loop);
                return place;
            }

            path = Path.GetFullPath(target, place.reached);
            place.Dispose();
        }
    }

    /// <summary>Why it was not reached; 0 if it was.</summary>
    public int Error { get; private set; }

    /// <summary>
    /// The first directory on the way, or itself, in which others than root and the user of this process can change what is there: then it
    /// is theirs what this one contains. Null if there is none.
    /// </summary>
    public string? Foreign { get; private set; }

    /// <summary>The status of one of its entries, of a symbolic link itself.</summary>
    public FileStatus StatusOf(string name) => FileStatus.In(descriptor, name);

    /// <summary>Opens a file for reading, and waits for nobody: the descriptor, or minus errno.</summary>
    public int OpenRead(string name) => OrMinusErrno(openat(descriptor, name, ReadNonBlocking | NoFollow));

    /// <summary>Opens a file for writing that was not there before: the descriptor, or minus errno.</summary>
    public int Create(string name) => OrMinusErrno(openat(descriptor, name, WriteNew, OwnerOnly));

    /// <summary>Renames, and sees to it that the name outlives a power cut.</summary>
    public int Rename(string from, string to)
    {
        int error = ErrnoUnless(renameat(descriptor, from, descriptor, to) == 0);
        int directory = error == 0 ? openat(descriptor, ".", ReadNonBlocking) : -1;
        if (directory >= 0)
        {
            _ = FileDescriptor.Sync(directory);
            FileDescriptor.Close(directory);
        }

        return error;
    }

    /// <summary>Makes a directory at one stroke: there is none, or one with these rights.</summary>
    public int MakeDirectory(string name, FileRights rights)
    {
        string temporary = name + FileTree.Unfinished;
        _ = DeleteDirectory(temporary);
        int error = ErrnoUnless(mkdirat(descriptor, temporary, OwnerOnly) == 0);
        int made = error == 0 ? openat(descriptor, temporary, ReadNonBlocking | DirectoryOnly | NoFollow) : -1;
        if (error != 0 || made < 0)
        {
            return error != 0 ? error : Marshal.GetLastPInvokeError();
        }

        // Another one in its place is not ours to give away.
        error = FileStatus.OfOpen(made).Owner != user ? Errno.Loop
            : FileDescriptor.SetRights(made, rights);
        FileDescriptor.Close(made);
        error = error != 0 ? error : Rename(temporary, name);
        if (error != 0)
        {
            _ = DeleteDirectory(temporary);
        }

        return error;
    }

    /// <summary>Makes a symbolic link, unless there is something already.</summary>
    public int Link(string name, string target) => ErrnoUnless(symlinkat(target, descriptor, name) == 0);

    /// <summary>Where a symbolic link leads to, as it says itself; null if it is none.</summary>
    public string? ReadLink(string name) => LinkAt(descriptor, name);

    /// <summary>Removes a name; of a symbolic link the link.</summary>
    public int Delete(string name) => ErrnoUnless(unlinkat(descriptor, name, 0) == 0);

    public int DeleteDirectory(string name) => ErrnoUnless(unlinkat(descriptor, name, OfDirectory) == 0);

    /// <summary>Locks it (flock(2)) until it is disposed; false if another process has done so.</summary>
    public bool TryLock()
    {
        locked = openat(descriptor, ".", ReadNonBlocking);
        return locked < 0 || flock(locked, Exclusive) == 0;
    }

    public void Dispose()
    {
        Close();
        _ = flock(locked, Unlock); // a child that has just been forked may still have it open
        FileDescriptor.Close(locked);
    }

    private void Step(string name, Stack<string> rest, ref int links)
    {
        int next = OrMinusErrno(openat(descriptor, name, PathOnly | NoFollow));
        FileStatus status = FileStatus.OfOpen(next);
        if (!status.IsLink)
        {
            Take(next, Path.GetFullPath(name, reached));
            return;
        }

        string? target = LinkAt(next, "");
        FileDescriptor.Close(next);
        if (Foreign is not null || IsOthers(status) || target is null || ++links > MostLinks)
        {
            Fail(Errno.Loop);
            return;
        }

        Push(rest, target);
        if (target.StartsWith(Root, StringComparison.Ordinal))
        {
            Take(OrMinusErrno(openat(-1, Root, PathOnly)), Root);
        }
    }

    private void Take(int next, string path)
    {
        FileStatus status = FileStatus.OfOpen(next);
        if (!status.IsDirectory)
        {
            Fail(next < 0 ? -next : Errno.NoDirectory);
            FileDescriptor.Close(next);
            return;
        }

        Close();
        descriptor = next;
        reached = path;
        Foreign ??= IsOthers(status) || (status.IsWritableByMany && !status.IsSticky) ? path : null;
    }

    private void Fail(int error)
    {
        Error = error;
        Close();
    }

    private void Close()
    {
        FileDescriptor.Close(descriptor);
        descriptor = -1;
    }

    private bool IsOthers(FileStatus status) => status.Owner != 0 && status.Owner != user;

    private static void Push(Stack<string> rest, string path)
    {
        string[] names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        for (int i = names.Length - 1; i >= 0; i--)
        {
            rest.Push(names[i]);
        }
    }

    private static string? LinkAt(int directory, string name)
    {
        Span<byte> target = stackalloc byte[LongestPath];
        fixed (byte* start = target)
        {
            nint length = readlinkat(directory, name, start, LongestPath);
            return length < 0 ? null : Encoding.UTF8.GetString(target[..(int)length]);
        }
    }

    private static int ErrnoUnless(bool isDone) => isDone ? 0 : Marshal.GetLastPInvokeError();

    private static int OrMinusErrno(int descriptor) => descriptor >= 0 ? descriptor : -Marshal.GetLastPInvokeError();

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int openat(int directory, string path, int flags, uint mode = 0);

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint readlinkat(int directory, string path, byte* target, nuint size);

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int renameat(int directory, string from, int other, string to);

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int mkdirat(int directory, string path, uint mode);

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int symlinkat(string target, int directory, string path);

    [LibraryImport(Libc.Name, SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int unlinkat(int directory, string path, int flags);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial int flock(int descriptor, int operation);
}
