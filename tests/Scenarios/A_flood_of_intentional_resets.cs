using System.Net;
using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;
using Xunit;

namespace TcpResets.Tests.Scenarios;

/// <summary>Far more than are handed on, on all CPUs, in both families, every second one intentional.</summary>
[Collection(nameof(OneArena))]
public sealed class A_flood_of_intentional_resets : IDisposable
{
    private const int Connects = 100_000;
    private const ushort Intentional = 9;
    private const ushort Other = 10;

    private readonly NetworkNamespace host = NetworkNamespace.Create();
    private readonly LiveTable live;

    public A_flood_of_intentional_resets()
    {
        host.Run("ip", "link set lo up");
        ExcludeRule[] rules =
        [
            new("a", [SentCause.ClosedPort], Intentional, [AddressRange.All]),
            new("b", [Received.Refused], Intentional, [AddressRange.All]),
        ];
        live = new LiveTable(host.Inode, rules);
    }

    [Fact]
    public void is_excluded_to_the_last_one_and_the_others_counted_and_the_table_adds_up_to_both()
    {
        bool isOver = false;
        live.Settle();
        Thread collector = new(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                live.Settle();
            }
        });
        collector.Start();
        int each = Connects / Environment.ProcessorCount / 4 * 4;
        AtOnce.Run(host, Environment.ProcessorCount, _ =>
        {
            for (int i = 0; i < each; i++)
            {
                bool isIPv6 = i % 4 >= 2;
                TcpSocket client = TcpSocket.OpenHere(isIPv6);
                client.TryConnect(new(isIPv6 ? IPAddress.IPv6Loopback : IPAddress.Loopback, i % 2 == 0 ? Intentional : Other));
                client.Close();
            }
        });
        Volatile.Write(ref isOver, true);
        collector.Join();
        live.Settle();
        live.Settle();

        ulong all = (ulong)(each * Environment.ProcessorCount);
        foreach (Family family in Enum.GetValues<Family>())
        {
            Count(family, Kind.Excluded).Should().Be(all / 2, "of half of the connects, both ends");
            Count(family, Received.Refused).Should().Be(all / 4);
            Count(family, SentCause.ClosedPort).Should().Be(all / 4);
            Count(family, Kind.AllReceived).Should().Be(all / 4);
            Count(family, Kind.AllSent).Should().Be(all / 4);
            InRows(family, isExcluded: true).Should().Be(all / 2);
            InRows(family, isExcluded: false).Should().Be(all / 2);
        }

        live.Table.Attributed.Should().BePositive();
        live.Table.Unattributed.Should().BePositive("more came than are handed on");
        live.Source.Missed.Should().Be(0);

        ulong Count(Family family, Kind kind) => live.Counts.TryGet(family, kind, out ulong resets) ? resets : 0;

        ulong InRows(Family family, bool isExcluded) =>
            live.InRows(row => row.Key.Family == family && row.Key.IsExcluded == isExcluded);
    }

    public void Dispose()
    {
        live.Dispose();
        host.Dispose();
    }
}
