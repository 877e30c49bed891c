using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;
using Xunit;

namespace TcpResets.Tests.Scenarios;

/// <summary>Received while closing: its event is held back for a moment, since it may prove mistaken; the totals have it at once.</summary>
[Collection(nameof(OneArena))]
public sealed class A_reset_that_is_held_back : IDisposable
{
    private const int Times = 50;

    private readonly Wire wire = new();
    private readonly LiveTable live;

    public A_reset_that_is_held_back() => live = new LiveTable(wire.Host.Inode);

    [Fact]
    public void is_counted_in_the_row_of_its_peer_though_the_table_is_settled_at_that_very_moment()
    {
        using Scene scene = new(wire, Family.IPv4);
        live.Settle();
        for (ulong i = 1; i <= Times; i++)
        {
            (TcpSocket host, TcpSocket peer) = scene.Accepted();
            host.Finish();
            Scene.AwaitState(host, TcpState.FinWait2);
            peer.Abort();
            Scene.Await(
                () =>
                {
                    live.Settle();
                    return live.Counts.TryGet(Family.IPv4, Received.Closing, out ulong resets) && resets == i;
                },
                "the totals to have it");
            host.Close();
        }

        Scene.Await(
            () =>
            {
                live.Settle();
                return live.InRows(_ => true) == Times;
            },
            "the last event");
        live.Table.Rows.ToArray().Should().NotContain(row => row.IsOthers && row.Count > 0);
        live.Table.Unattributed.Should().Be(0);
    }

    public void Dispose()
    {
        live.Dispose();
        wire.Dispose();
    }
}
