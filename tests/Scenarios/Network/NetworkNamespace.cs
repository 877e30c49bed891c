using System.Diagnostics;
using System.Globalization;

namespace TcpResets.Tests.Scenarios.Network;

/// <summary>
/// A network namespace that only a descriptor of this process holds: it is gone with the process, whatever ends it. A thread visits it to
/// open sockets, which stay in it wherever they are used.
/// </summary>
internal sealed class NetworkNamespace : IDisposable
{
    private const int CloneNewNet = 0x40000000;
    private const int CloseOnExec = 0x80000;
    private static readonly int Outside;

    private readonly int descriptor;

    // A constructor, and no initializer, which would run when the field is first read: that may be inside.
#pragma warning disable CA1810 // that is what makes the difference
    static NetworkNamespace() => Outside = Open("/proc/self/ns/net");
#pragma warning restore CA1810

    private NetworkNamespace(int descriptor)
    {
        this.descriptor = descriptor;
        string link = new FileInfo($"/proc/self/fd/{descriptor}").LinkTarget!;
        Inode = uint.Parse(link.AsSpan(link.IndexOf('[', StringComparison.Ordinal) + 1).TrimEnd(']'), CultureInfo.InvariantCulture);
    }

    /// <summary>The number that names it: <c>net:[…]</c> of /proc/PID/ns/net.</summary>
    public uint Inode { get; }

    /// <summary>A path under which other programs can open it while this process lives.</summary>
    public string Path => $"/proc/{Environment.ProcessId}/fd/{descriptor}";

    public static NetworkNamespace Create()
    {
        Native.Check(Native.unshare(CloneNewNet), "unshare (needs root)");
        try
        {
            return new NetworkNamespace(Open("/proc/thread-self/ns/net"));
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Does something on this thread inside.</summary>
    public T Visit<T>(Func<T> work)
    {
        Native.Check(Native.setns(descriptor, CloneNewNet), "setns");
        try
        {
            return work();
        }
        finally
        {
            Leave();
        }
    }

    /// <summary>Runs a program inside, with input on its stdin, and throws if it fails.</summary>
    /// <returns>What it says.</returns>
    public string Run(string program, string arguments, string input = "") => Visit(() =>
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        string output = process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{program} {arguments} {input}: {errors}");
    });

    /// <summary>Writes a setting.</summary>
    /// <param name="key">As sysctl(8) names it.</param>
    /// <returns>What was there before.</returns>
    public string Set(string key, string value) => Visit(() => Write(key, value));

    /// <summary>Does something while a setting that only the whole machine has is another.</summary>
    public static void WithOutside(string key, string value, Action work)
    {
        string before = Write(key, value);
        try
        {
            work();
        }
        finally
        {
            Write(key, before);
        }
    }

    public void Dispose() => _ = Native.close(descriptor);

    private static string Write(string key, string value)
    {
        string path = "/proc/sys/" + key.Replace('.', '/');
        string before = File.ReadAllText(path).Trim();
        File.WriteAllText(path, value);
        return before;
    }

    private static void Leave() => Native.Check(Native.setns(Outside, CloneNewNet), "setns");

    private static int Open(string path) => Native.Check(Native.open(path, CloseOnExec), $"open {path}");
}
