using System.Runtime.InteropServices;
using FluentAssertions;

namespace TcpResets.Tests.Guides;

/// <summary>
/// Runs work on a thread with a network namespace of its own: what the work opens and what it starts lives there, nothing reaches
/// the machine's network, and nothing is left when it ends.
/// </summary>
internal static class OwnNetwork
{
    /// <summary>Addresses the guides use, all on loopback, so that one namespace is both this host and its peers.</summary>
    private const string Setup =
        "ip link set lo up; for a in 192.0.2.1 192.0.2.10 198.51.100.7; do ip addr add $a/32 dev lo; done; "
        + "for a in 2001:db8::1 2001:db8::10; do ip addr add $a/128 dev lo nodad; done";

    public static Task<T> Run<T>(Func<T> work) => Start(() =>
    {
        const int CloneNewNet = 0x40000000;
        if (unshare(CloneNewNet) != 0)
        {
            throw new InvalidOperationException($"unshare: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())} (needs root)");
        }

        Shell.Run(Setup).ExitCode.Should().Be(0, "the addresses of the guides must exist in the namespace");
        return work();
    });

    /// <summary>The same on the machine's own network, for the few settings no namespace has; such work must change nothing.</summary>
    public static Task<T> RunOutside<T>(Func<T> work) => Start(work);

    private static Task<T> Start<T>(Func<T> work)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        new Thread(() =>
        {
            try
            {
                done.SetResult(work());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }).Start();
        return done.Task;
    }

    [DllImport("libc", SetLastError = true)]
    private static extern int unshare(int flags);
}
