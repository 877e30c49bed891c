using System.Globalization;
using System.Net;
using FluentAssertions;
using TcpResets.Kernel;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;
using Xunit;

namespace TcpResets.Tests.Scenarios;

[Collection(nameof(OneArena))]
public sealed class Ordinary_connections
{
    private const int Connections = 100_000;

    [Fact]
    public void count_nothing_however_many_open_and_close()
    {
        using NetworkNamespace host = NetworkNamespace.Create();
        string addresses = string.Concat(Enumerable.Range(1, 4).Select(i => $"addr add fd77::{i}/128 dev lo nodad\n"));
        host.Run("ip", "-batch -", "link set lo up\n" + addresses);

        // Each leaves a TIME-WAIT: 50,000 for each family, with enough ports for them.
        host.Set("net.ipv4.ip_local_port_range", "2000 65000");
        using KernelSource source = KernelSource.TryAttach(new KernelOptions { NetworkNamespace = host.Inode }, out SourceFinding finding)
            ?? throw new InvalidOperationException(finding.Reason);

        AtOnce.Run(host, 4, i => OpenAndClose(IPAddress.Parse(i % 2 == 0 ? $"fd77::{i + 1}" : $"127.0.0.{i + 1}"), Connections / 4));

        using Reading reading = new(source);
        reading.Read().Should().NotBeEmpty().And.OnlyContain(count => count.Value == 0);
        Counter(host, "PassiveOpens").Should().Be(Connections, "so many were opened");
        Counter(host, "OutRsts").Should().Be(0, "there was none");
    }

    private static int Counter(NetworkNamespace host, string name)
    {
        string[] lines = host.Visit(() => File.ReadAllLines("/proc/thread-self/net/snmp"));
        string[][] rows = [.. lines.Where(l => l.StartsWith("Tcp:", StringComparison.Ordinal)).Select(l => l.Split(' '))];
        return int.Parse(rows[1][Array.IndexOf(rows[0], name)], CultureInfo.InvariantCulture);
    }

    private static void OpenAndClose(IPAddress address, int connections)
    {
        bool isIPv6 = address.GetAddressBytes().Length == 16;
        TcpSocket listener = TcpSocket.OpenHere(isIPv6);
        listener.Bind(new IPEndPoint(address, 1000));
        listener.Listen(16);
        for (int i = 0; i < connections; i++)
        {
            TcpSocket client = TcpSocket.OpenHere(isIPv6);
            client.Connect(listener.Local);
            TcpSocket server = listener.Accept();
            client.Send();
            server.Receive();
            client.Finish();
            server.Receive();
            server.Close();
            client.Receive();
            client.Close();
        }

        listener.Close();
    }
}
