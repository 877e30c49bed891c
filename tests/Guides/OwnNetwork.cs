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

    public static Task<T> Run<T>(Func<T> work) => RunOutside(() =>
    {
        using NetworkNamespace network = NetworkNamespace.Create();
        return network.Visit(() =>
        {
            Shell.Run(Setup).ExitCode.Should().Be(0, "the addresses of the guides must exist in the namespace");
            return work();
        });
    });

    /// <summary>The same on the machine's own network, for the few settings no namespace has; such work must change nothing.</summary>
    public static Task<T> RunOutside<T>(Func<T> work) =>
        Task.Factory.StartNew(work, default, TaskCreationOptions.LongRunning, TaskScheduler.Default);
}
