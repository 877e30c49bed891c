using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>execv(3), memfd_create(2).</summary>
internal static unsafe partial class Exec
{
    private const string ShellPath = "/bin/sh";
    private const uint CloseOnExec = 1;

    // What is ignored is inherited; the runtime ignores SIGPIPE, and start.c SIGXFSZ.
    private const int BrokenPipe = 13, FileTooLarge = 25;
    private const nint Default = 0, Ignore = 1;
    private const int SeekStart = 0;

    /// <summary>
    /// Lets a shell's script take this process's place, with the environment it has and <paramref name="input"/> as standard input, a
    /// file in memory that <paramref name="name"/> shows in /proc.
    /// Returns, with standard input as it was, only if that cannot be.
    /// </summary>
    public static void Shell(string script, string name, ReadOnlySpan<byte> input)
    {
        int file = memfd_create(name, CloseOnExec);
        if (file < 0 || FileDescriptor.WriteAll(file, input) != 0 || lseek(file, 0, SeekStart) != 0)
        {
            return;
        }

        int before = FileDescriptor.Duplicate(FileDescriptor.Stdin);
        nint shell = Marshal.StringToCoTaskMemUTF8("sh");
        nint option = Marshal.StringToCoTaskMemUTF8("-c");
        nint scriptBytes = Marshal.StringToCoTaskMemUTF8(script);
        nint* arguments = stackalloc nint[] { shell, option, scriptBytes, 0 };
        if (dup2(file, FileDescriptor.Stdin) == FileDescriptor.Stdin)
        {
            _ = signal(BrokenPipe, Default);
            _ = signal(FileTooLarge, Default);
            _ = execv(ShellPath, arguments);
        }

        _ = signal(BrokenPipe, Ignore);
        _ = signal(FileTooLarge, Ignore);
        _ = dup2(before, FileDescriptor.Stdin);
    }

    [LibraryImport(Libc.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int memfd_create(string name, uint flags);

    [LibraryImport(Libc.Name)]
    private static partial long lseek(int descriptor, long offset, int whence);

    [LibraryImport(Libc.Name)]
    private static partial int dup2(int descriptor, int newDescriptor);

    [LibraryImport(Libc.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int execv(string path, nint* arguments);

    [LibraryImport(Libc.Name)]
    private static partial nint signal(int number, nint handler);
}
