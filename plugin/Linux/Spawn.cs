using System.Runtime.InteropServices;
using System.Text;

namespace TcpResets.Linux;

/// <summary>
/// Runs a program and takes what it prints: posix_spawn(3), waitpid(2). The framework's Process does the same for half a megabyte of
/// executable.
/// </summary>
internal static unsafe partial class Spawn
{
    private const int CloseOnExec = 0x80000;
    private const int SigKill = 9;
    private const int ReadOnly = 0;
    private const int SizeOfFileActions = 128; // posix_spawn_file_actions_t has 80 bytes in glibc

    private const int LargestOutput = 4 * 1024 * 1024; // of text that somebody reads: what prints more does not end

    /// <summary>
    /// Runs a program by its path, without a shell, with /dev/null as input and no environment, and kills it after so many microseconds, or
    /// when it has printed too much. The output includes standard error; the status is minus the signal if one ended it.
    /// </summary>
    /// <returns>0, or errno if it could not be run.</returns>
    public static int Run(string path, ReadOnlySpan<string> arguments, long microseconds, out string output, out int status)
    {
        output = "";
        status = 0;
        int* pipe = stackalloc int[2];
        if (pipe2(pipe, CloseOnExec) != 0)
        {
            return Marshal.GetLastPInvokeError();
        }

        int error = Start(path, arguments, pipe[1], out int process);
        FileDescriptor.Close(pipe[1]);
        if (error == 0)
        {
            output = ReadUntilEnd(pipe[0], microseconds, process);
            int waitStatus = 0;
            while (waitpid(process, &waitStatus, 0) < 0 && Marshal.GetLastPInvokeError() == Errno.Interrupted)
            {
            }

            // WIFSIGNALED, WTERMSIG, WEXITSTATUS of wait(2).
            status = (waitStatus & 0x7f) != 0 ? -(waitStatus & 0x7f) : (waitStatus >> 8) & 0xff;
        }

        FileDescriptor.Close(pipe[0]);
        return error;
    }

    private static int Start(string path, ReadOnlySpan<string> arguments, int output, out int process)
    {
        byte* actions = stackalloc byte[SizeOfFileActions];
        nint* vector = stackalloc nint[arguments.Length + 2];
        vector[0] = Marshal.StringToCoTaskMemUTF8(path);
        for (int i = 0; i < arguments.Length; i++)
        {
            vector[i + 1] = Marshal.StringToCoTaskMemUTF8(arguments[i]);
        }

        vector[arguments.Length + 1] = 0;
        nint* environment = stackalloc nint[] { 0 };
        _ = posix_spawn_file_actions_init(actions);
        _ = posix_spawn_file_actions_addopen(actions, FileDescriptor.Stdin, "/dev/null", ReadOnly, 0);
        _ = posix_spawn_file_actions_adddup2(actions, output, FileDescriptor.Stdout);
        _ = posix_spawn_file_actions_adddup2(actions, output, FileDescriptor.Stderr);
        int error = posix_spawn(out process, path, actions, null, vector, environment);
        _ = posix_spawn_file_actions_destroy(actions);
        for (int i = 0; i <= arguments.Length; i++)
        {
            Marshal.FreeCoTaskMem(vector[i]);
        }

        return error;
    }

    private static string ReadUntilEnd(int descriptor, long microseconds, int process)
    {
        long deadline = ClockGetTime.Boottime() + microseconds;
        StringBuilder text = new();
        Span<byte> buffer = stackalloc byte[4096];
        while (true)
        {
            switch (Poll.Readable(descriptor, deadline - ClockGetTime.Boottime(), out _))
            {
                case PollResult.Readable:
                    int length = FileDescriptor.Read(descriptor, buffer);
                    if (length <= 0)
                    {
                        return text.ToString();
                    }

                    text.Append(Encoding.UTF8.GetString(buffer[..length]));
                    if (text.Length > LargestOutput)
                    {
                        goto default;
                    }

                    break;
                case PollResult.Interrupted:
                    break;
                default:
                    _ = kill(process, SigKill);
                    return text.ToString();
            }
        }
    }

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial int pipe2(int* descriptors, int flags);

    [LibraryImport(Libc.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn(
        out int process, string path, void* actions, void* attributes, nint* arguments, nint* environment);

    [LibraryImport(Libc.Name)]
    private static partial int posix_spawn_file_actions_init(void* actions);

    [LibraryImport(Libc.Name)]
    private static partial int posix_spawn_file_actions_destroy(void* actions);

    [LibraryImport(Libc.Name, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int posix_spawn_file_actions_addopen(void* actions, int descriptor, string path, int flags, uint mode);

    [LibraryImport(Libc.Name)]
    private static partial int posix_spawn_file_actions_adddup2(void* actions, int descriptor, int newDescriptor);

    [LibraryImport(Libc.Name, SetLastError = true)]
    private static partial int waitpid(int process, int* status, int options);

    [LibraryImport(Libc.Name)]
    private static partial int kill(int process, int signal);
}
