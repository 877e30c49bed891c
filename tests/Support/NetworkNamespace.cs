using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TcpResets.Tests.Support;

/// <summary>
/// A network namespace that only a descriptor of this process holds: it is gone with the process, whatever ends it. A thread visits it to
/// open sockets, which stay in it wherever they are used, and to start programs.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const int CloneNewNet = 0x40000000;

    private readonly SafeFileHandle handle;

    private NetworkNamespace(SafeFileHandle handle)
    {
        this.handle = handle;
        string link = new FileInfo($"/proc/self/fd/{handle.DangerousGetHandle()}").LinkTarget!;
        Inode = uint.Parse(link.AsSpan(link.IndexOf('[', StringComparison.Ordinal) + 1).TrimEnd(']'), CultureInfo.InvariantCulture);
    }

    /// <summary>The number that names it: <c>net:[…]</c> of /proc/PID/ns/net.</summary>
    public uint Inode { get; }

    /// <summary>A path under which other programs can open it while this process lives.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{handle.DangerousGetHandle()}";

    public static NetworkNamespace Create() =>
        Away(() => Check(unshare(CloneNewNet), "unshare (needs root)"), () => new NetworkNamespace(OpenOfThread()));

    /// <summary>One that <c>ip netns</c> knows.</summary>
    public static NetworkNamespace Named(string name)
    {
        using SafeFileHandle named = File.OpenHandle($"/run/netns/{name}", share: FileShare.ReadWrite);
        return Away(() => Check(setns(named, CloneNewNet), "setns"), () => new NetworkNamespace(OpenOfThread()));
    }

    /// <summary>Does something on this thread inside.</summary>
    public T Visit<T>(Func<T> work) => Away(() => Check(setns(handle, CloneNewNet), "setns"), work);

    /// <inheritdoc cref="Visit{T}(Func{T})"/>
    public void Visit(Action work) => Visit(() =>
    {
        work();
        return 0;
    });

    /// <summary>Runs a program inside, with input on its stdin, and throws if it fails.</summary>
    /// <returns>What it says.</returns>
    public string Run(string program, string arguments, string input = "") =>
        Visit(() => Command.Output(program, arguments.Split(' '), patience: null, input));

    /// <summary>Writes a setting.</summary>
    /// <param name="key">As sysctl(8) names it.</param>
    /// <returns>What was there before.</returns>
    public string Set(string key, string value) => Visit(() => Write(key, value));

    /// <summary>Does something while a setting that only the whole machine has is another.</summary>
    public static void WithOutside(string key, string value, Action work)
    {
        string before = SetOutside(key, value);
        try
        {
            work();
        }
        finally
        {
            SetOutside(key, before);
        }
    }

    /// <summary>Writes a setting that only the whole machine has.</summary>
    /// <returns>What was there before, for whoever must put it back.</returns>
    public static string SetOutside(string key, string value) => Write(key, value);

    public void Dispose() => handle.Dispose();

    private static string Write(string key, string value)
    {
        string path = "/proc/sys/" + key.Replace('.', '/');
        string before = File.ReadAllText(path).Trim();
        File.WriteAllText(path, value);
        return before;
    }

    private static T Away<T>(Action leave, Func<T> work)
    {
        using SafeFileHandle home = OpenOfThread();
        leave();
        try
        {
            return work();
        }
        finally
        {
            Check(setns(home, CloneNewNet), "setns");
        }
    }

    private static SafeFileHandle OpenOfThread() => File.OpenHandle("/proc/thread-self/ns/net", share: FileShare.ReadWrite);

    private static void Check(int result, string call)
    {
        if (result < 0)
        {
            throw new InvalidOperationException($"{call}: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}");
        }
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int unshare(int flags);

    [DllImport("libc", SetLastError = true)]
    private static extern int setns(SafeHandle descriptor, int type);
}
