using System.Runtime.InteropServices;

namespace TcpResets.Tests.Scenarios.Network;

/// <summary>The calls of libc that the scenarios need, bare.</summary>
internal static class Native
{
    public const int Interrupted = 4;

    /// <summary>Turns a failure into an exception that names the call and says what went wrong.</summary>
    /// <returns>What the call returned.</returns>
    public static int Check(int result, string call) => result >= 0 ? result : throw Failure(call, Marshal.GetLastPInvokeError());

    public static InvalidOperationException Failure(string call, int errno) => new($"{call}: {Marshal.GetPInvokeErrorMessage(errno)}");

    [DllImport("libc", SetLastError = true)]
    public static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", SetLastError = true)]
    public static extern int close(int descriptor);

    [DllImport("libc", SetLastError = true)]
    public static extern int fcntl(int descriptor, int command, nint argument);

    [DllImport("libc", SetLastError = true)]
    public static extern int sched_setaffinity(int thread, nint size, ref ulong mask);

    [DllImport("libc", SetLastError = true)]
    public static extern int sched_getaffinity(int thread, nint size, ref ulong mask);

    /// <summary>The kernel's ticks (jiffies) as time, in 10 ms, with nobody's times to tell.</summary>
    [DllImport("libc")]
    public static extern nint times(nint nobody);

    [DllImport("libc", SetLastError = true)]
    public static extern uint if_nametoindex([MarshalAs(UnmanagedType.LPUTF8Str)] string name);

    [DllImport("libc", SetLastError = true)]
    public static extern int socket(int domain, int type, int protocol);

    [DllImport("libc", SetLastError = true)]
    public static extern int bind(int descriptor, byte[] address, int length);

    [DllImport("libc", SetLastError = true)]
    public static extern int connect(int descriptor, byte[] address, int length);

    [DllImport("libc", SetLastError = true)]
    public static extern int listen(int descriptor, int backlog);

    [DllImport("libc", SetLastError = true)]
    public static extern int accept4(int descriptor, nint address, nint length, int flags);

    [DllImport("libc", SetLastError = true)]
    public static extern int getsockname(int descriptor, byte[] address, ref int length);

    [DllImport("libc", SetLastError = true)]
    public static extern int setsockopt(int descriptor, int level, int name, byte[] value, int length);

    [DllImport("libc", SetLastError = true)]
    public static extern int getsockopt(int descriptor, int level, int name, byte[] value, ref int length);

    [DllImport("libc", SetLastError = true)]
    public static extern nint send(int descriptor, byte[] buffer, nint length, int flags);

    [DllImport("libc", SetLastError = true)]
    public static extern nint recv(int descriptor, byte[] buffer, nint length, int flags);

    [DllImport("libc", SetLastError = true)]
    public static extern nint sendto(int descriptor, byte[] buffer, nint length, int flags, byte[] address, int addressLength);

    [DllImport("libc", SetLastError = true)]
    public static extern nint recvfrom(int descriptor, byte[] buffer, nint length, int flags, byte[] address, ref int addressLength);

    [DllImport("libc", SetLastError = true)]
    public static extern int shutdown(int descriptor, int how);

    [DllImport("libc", SetLastError = true)]
    public static extern int poll(ref PollDescriptor descriptor, nuint count, int milliseconds);
}
