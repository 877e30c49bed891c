using FluentAssertions;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Resets;

public sealed class A_table_that_is_full
{
    [Fact]
    public void gives_forgeable_peers_half_of_the_rows_and_counts_the_rest_for_all_others()
    {
        Flows flows = new(capacity: 64);
        Flood(flows, SentCause.ClosedPort, 0, 100);
        flows.Settle();

        Proper(flows).Should().HaveCount(32);
        flows.Rows.Should().Contain("others closed_port 68");
        flows.Sums.Should().Equal(flows.Totals);
    }

    [Fact]
    public void lets_a_proved_peer_push_out_forgeable_ones_first()
    {
        Flows flows = new(capacity: 64);
        Flood(flows, Received.Established, 0, 32);
        Flood(flows, SentCause.HalfOpen, 1000, 32);
        Flood(flows, Received.Closing, 2000, 32);
        flows.Settle();

        Proper(flows).Should().HaveCount(64).And.OnlyContain(flow => !flow.Key.IsForgeable);
        flows.Rows.Should().Contain("others half_open 32");
        flows.Sums.Should().Equal(flows.Totals);

        Flood(flows, SentCause.ClosedPort, 3000, 10);
        flows.Settle();
        flows.Rows.Should().Contain("others closed_port 10", "nobody makes room for what anybody can forge");
        Proper(flows).Should().OnlyContain(flow => !flow.Key.IsForgeable);
    }

    [Fact]
    public void keeps_those_with_more_resets_and_those_seen_of_late()
    {
        Flows flows = new(capacity: 64);
        Flood(flows, Received.Established, 0, 16, times: 1000);
        flows.Settle(1800);
        Flood(flows, Received.Established, 1000, 5000);
        flows.Settle();
        Proper(flows).Count(flow => flow.Count == 1000).Should().Be(16, "half an hour is not long for a thousand");

        flows.Settle(10 * 3600);
        Flood(flows, Received.Established, 10000, 5000, times: 2);
        flows.Settle();
        Proper(flows).Should().OnlyContain(flow => flow.Count == 2, "ten hours are");
        flows.Sums.Should().Equal(flows.Totals);
    }

    [Fact]
    public void tells_of_those_pushed_out_in_the_row_of_all_others()
    {
        Flows flows = new(capacity: 16);
        long start = flows.Now + flows.Offset;
        ResetEvent reset = flows.Event(Received.Established, connection: (1, 0, 5));
        flows.Happens(reset, times: 3);
        flows.Settle(120);
        for (int minute = 0; minute < 16; minute++)
        {
            Flood(flows, Received.Established, minute * 10, 1, times: 200);
            flows.Settle(60);
        }

        Flow others = flows.Table.Rows.ToArray().Single(flow => flow.IsOthers);
        (others.Count, others.First, others.Last, others.Request).Should().Be((3, start, start, 3));
        others.Idles.ToArray().Should().Equal(20, 20, 20);
        (others.SameLocalPort, others.SamePeerPort).Should().Be((0, 0));
    }

    [Fact]
    public void keeps_its_memory_and_its_real_peers_through_a_million_spoofed_addresses()
    {
        Flows flows = new();
        Kind[] forged = [SentCause.ClosedPort, SentCause.HalfOpen, Received.Handshake, Ignored.OutOfWindow];
        Flood(flows, Received.Established, 10_000_000, 1000);
        Flood(flows, SentCause.ClosedPort, 20_000_000, 50, times: 20); // real ones, though nobody can tell
        Flood(flows, SentCause.ClosedPort, 30_000_000, 3000);
        flows.Settle();
        ResetEvent[] flood = [.. forged.Select(kind => flows.Event(kind))];
        foreach (ResetEvent reset in flood)
        {
            flows.Counts(reset);
            flows.Table.Read(reset); // what is once for each kind: its row of all others
        }

        Flood(flows, SentCause.HalfOpen, 31_000_000, 3000);
        Flood(flows, Received.Handshake, 32_000_000, 3000);
        Flood(flows, Ignored.OutOfWindow, 33_000_000, 3000);
        flows.Settle();
        int rows = flows.Table.Rows.Length;
        long before = Allocation.SoFar;
        for (uint address = 0; address < 1_000_000; address++)
        {
            flows.Table.Read(flood[address % 4] with { Peer = Flows.AddressOf(address) });
        }

        (Allocation.SoFar - before).Should().BeLessThan(Allocation.Noise);
        foreach (ResetEvent reset in flood)
        {
            flows.Counts(reset, 250_000);
        }

        flows.Settle();
        flows.Table.Rows.Length.Should().Be(rows);
        Proper(flows).Count(flow => flow.Key.Kind == Received.Established && flow.Count == 1).Should().Be(1000);
        Proper(flows).Count(flow => flow.Key.Kind == SentCause.ClosedPort && flow.Count == 20).Should().Be(50);
        flows.Sums.Should().Equal(flows.Totals);
    }

    private static IEnumerable<Flow> Proper(Flows flows) => flows.Table.Rows.ToArray().Where(flow => !flow.IsOthers);

    /// <summary>Resets of so many peers, each so many times.</summary>
    private static void Flood(Flows flows, Kind kind, int first, int peers, int times = 1)
    {
        ResetEvent reset = flows.Event(kind);
        for (int peer = first; peer < first + peers; peer++)
        {
            flows.Happens(reset with { Peer = Flows.AddressOf((uint)peer) }, times);
        }
    }
}
