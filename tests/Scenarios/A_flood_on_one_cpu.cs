using System.Net;
using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;
using Xunit;

namespace TcpResets.Tests.Scenarios;

/// <summary>Each CPU hands on its own part: of a flood few of many, of a service that another CPU serves all.</summary>
[Collection(nameof(OneArena))]
public sealed class A_flood_on_one_cpu : IDisposable
{
    private const ulong Connects = 50_000;
    private const ushort Flooded = 9, Quiet = 10;

    private readonly NetworkNamespace host = NetworkNamespace.Create();
    private readonly LiveTable live;

    public A_flood_on_one_cpu()
    {
        host.Run("ip", "link set lo up");
        live = new LiveTable(host.Inode);
    }

    [Fact]
    public void makes_no_more_of_what_meets_another_one()
    {
        Environment.ProcessorCount.Should().BeGreaterThan(1);
        using ManualResetEventSlim isOver = new();
        ulong quiet = 0;
        live.Settle();
        AtOnce.Run(host, threads: 2, cpu =>
        {
            if (cpu == 0)
            {
                for (ulong i = 0; i < Connects; i++)
                {
                    Connect(Flooded);
                }

                isOver.Set();
                return;
            }

            while (!isOver.Wait(TimeSpan.FromMilliseconds(5)))
            {
                Connect(Quiet);
                quiet++;
                if (quiet % 20 == 0)
                {
                    live.Settle();
                }
            }
        });
        live.Settle();
        live.Settle();

        live.Table.Unattributed.Should().BeGreaterThan(Connects / 2, "more came than are handed on");
        foreach (Kind kind in (Kind[])[Received.Refused, SentCause.ClosedPort])
        {
            Of(kind, Quiet).Should().Be(quiet);
            (Of(kind, Quiet) + Of(kind, Flooded)).Should().Be(Connects + quiet);
        }
    }

    public void Dispose()
    {
        live.Dispose();
        host.Dispose();
    }

    private static void Connect(ushort port)
    {
        TcpSocket client = TcpSocket.OpenHere(isIPv6: false);
        client.TryConnect(new(IPAddress.Loopback, port));
        client.Close();
    }

    private ulong Of(Kind kind, ushort port) => live.InRows(row => row.Key.Kind == kind && row.Key.ServicePort == port);
}
