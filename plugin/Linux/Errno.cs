using System.Runtime.InteropServices;

namespace TcpResets.Linux;

/// <summary>Error numbers of errno(3) that the plugin tells apart, and their text.</summary>
internal static class Errno
{
    /// <summary>Not allowed: it takes a capability, or something forbids it to all.</summary>
    public const int NotPermitted = 1;

    /// <summary>No such process; libbpf says so where it has found no BTF.</summary>
    public const int NoProcess = 3;

    /// <summary>No such system call, or a filter that pretends so.</summary>
    public const int NoSystemCall = 38;

    /// <summary>Not what it should be.</summary>
    public const int Invalid = 22;

    /// <summary>Interrupted by a signal: try again.</summary>
    public const int Interrupted = 4;

    /// <summary>The descriptor does not block and nothing can be done now.</summary>
    public const int Again = 11;

    public const int NoEntry = 2;
    public const int NotEmpty = 39;

    /// <summary>A file larger than it can sensibly be.</summary>
    public const int FileTooBig = 27;

    /// <summary>Nobody reads the other end any more.</summary>
    public const int BrokenPipe = 32;

    /// <summary>The text of strerror(3). The framework's own messages are stripped from this build, these are not.</summary>
    public static string Text(int errno) => Marshal.GetPInvokeErrorMessage(errno);
}
