using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Kernel;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;
using Xunit;

namespace TcpResets.Tests.Scenarios;

/// <summary>
/// Full speed, on all CPUs, over loopback of a host of its own. The witness is a packet filter's counter: a packet socket loses some.
/// </summary>
[Collection(nameof(OneArena))]
public sealed class A_million_resets : IDisposable
{
    private readonly NetworkNamespace host = NetworkNamespace.Create();
    private readonly KernelSource source;

    public A_million_resets()
    {
        host.Run("ip", "-batch -", "link set lo up\naddr add fd77::1/128 dev lo nodad\n");
        source = KernelSource.TryAttach(new KernelOptions { NetworkNamespace = host.Inode }, out SourceFinding finding)
            ?? throw new InvalidOperationException(finding.Reason);
    }

    [Theory]
    [InlineData("IPv4", "127.0.0.1")]
    [InlineData("IPv6", "fd77::1")]
    public void are_all_counted_whether_sent_or_received(string family, string address)
    {
        host.Run("nft", "-f -", """
            table inet t {
                chain i { type filter hook input priority 0; tcp flags rst counter; }
                chain o { type filter hook output priority 0; tcp flags rst counter; }
            }
            """);
        int all = RefusedConnects.Make(host, 500_000, new IPEndPoint(IPAddress.Parse(address), 9));

        Witnessed().Should().Equal([all, all], "so many came, and so many left, as the packet filter saw them");
        using Reading reading = new(source);
        Dictionary<string, ulong> counted = reading.Read();
        string name = family == "IPv6" ? "ipv6" : "ipv4";
        counted[$"{name} received.refused"].Should().Be((ulong)all);
        counted[$"{name} sent.closed_port"].Should().Be((ulong)all);
        counted.Where(count => count.Key.Contains('.', StringComparison.Ordinal))
            .Sum(count => (long)count.Value).Should().Be(2 * all, "nothing else was counted");
        source.Missed.Should().Be(0, "the kernel has skipped no event");
    }

    public void Dispose()
    {
        source.Dispose();
        host.Dispose();
    }

    private int[] Witnessed() => [.. Regex.Matches(host.Run("nft", "list ruleset"), "packets ([0-9]+)")
        .Select(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture))];
}
