using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>execv(3), memfd_create(2).</summary>
internal static unsafe partial class Exec
{
    private const string ShellPath = "/bin/sh";
    private const uint CloseOnExec = 1;
    private const int BrokenPipe = 13; // SIGPIPE
    private const int SeekStart = 0;

    /// <summary>
    /// Lets a shell's script take this process's place, with the environment it has and <paramref name="input"/> as standard input.
    /// Returns, with standard input as it was, only if that cannot be.
    /// </summary>
    public static void Shell(string script, ReadOnlySpan<byte> input)
    {
        int file = memfd_create("guide", CloseOnExec);
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
            _ = signal(BrokenPipe, 0); // the runtime ignores it, and what is ignored is inherited
            _ = execv(ShellPath, arguments);
        }

        _ = signal(BrokenPipe, 1);
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
