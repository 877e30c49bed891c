using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>Error numbers of errno(3) that the plugin tells apart, and their text.</summary>
internal static class Errno
{
    public const int NotPermitted = 1; // EPERM: it takes a capability, or something forbids it to all
    public const int NoEntry = 2; // ENOENT
    public const int NoProcess = 3; // ESRCH; libbpf says so where it has found no BTF
    public const int Interrupted = 4; // EINTR, by a signal: try again
    public const int Again = 11; // EAGAIN: the descriptor does not block and nothing can be done now
    public const int NoDirectory = 20; // ENOTDIR
    public const int Invalid = 22; // EINVAL
    public const int FileTooBig = 27; // EFBIG
    public const int BrokenPipe = 32; // EPIPE: nobody reads the other end any more
    public const int NoSystemCall = 38; // ENOSYS, or a filter that pretends so
    public const int NotEmpty = 39; // ENOTEMPTY
    public const int Loop = 40; // ELOOP: a symbolic link that is not followed
    public const int IsConnected = 106; // EISCONN
    public const int Already = 114; // EALREADY: the connection is being made still
    public const int InProgress = 115; // EINPROGRESS: it is being made from now on

    /// <summary>The text of strerror(3). The framework's own messages are stripped from this build, these are not.</summary>
    public static string Text(int errno) => Marshal.GetPInvokeErrorMessage(errno);
}
