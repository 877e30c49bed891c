using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Resets;

public sealed class The_table_of_flows
{
    private readonly Flows flows = new();

    [Fact]
    public void counts_each_reset_in_the_row_of_its_peer()
    {
        flows.Happens(flows.Event(Received.Established), times: 3);
        flows.Happens(flows.Event(Received.Established, "2001:db8::1"), times: 2);
        flows.Happens(flows.Event(SentCause.ClosedPort));
        flows.Settle();

        flows.Rows.Should().Equal("192.0.2.1 closed_port 1", "192.0.2.1 established 3", "2001:db8::1 established 2");
        flows.Table.Attributed.Should().Be(6);
        flows.Table.Unattributed.Should().Be(0);
    }

    [Fact]
    public void has_a_row_for_each_kind_service_namespace_role_port_and_peer_but_not_for_each_ephemeral_port()
    {
        ResetEvent one = flows.Event(Received.Established);
        flows.Happens(one);
        flows.Happens(one with { PeerPort = 1234, State = 8, Reason = 3 });
        flows.Table.Rows.Length.Should().Be(1);
        foreach (ResetEvent other in new[]
        {
            one with { KindNumber = ((Kind)Received.Closing).Number },
            one with { Cgroup = 2 },
            one with { NetworkNamespace = 7 },
            one with { Role = Role.Client, PeerPort = 443 },
            one with { LocalPort = 80 },
            flows.Event(Received.Established, "192.0.2.2"),
            flows.Event(Received.Established, isExcluded: true),
        })
        {
            int before = flows.Table.Rows.Length;
            flows.Happens(other);
            flows.Table.Rows.Length.Should().Be(before + 1);
        }
    }

    [Fact]
    public void takes_the_totals_for_where_to_begin_the_first_time()
    {
        FlowTable table = new(64, new SomeServices(), Flows.Hertz);
        ResetCounts counts = new();
        counts.Set(Family.IPv4, Received.Established, 70);
        ResetEvent reset = flows.Event(Received.Established, connection: (1, 1, 0));
        table.Read(reset);
        table.Settle(counts, 1, 1);
        counts.Set(Family.IPv4, Received.Established, 71);
        table.Read(reset);
        table.Settle(counts, 2, 2);

        table.Rows.ToArray().Should().ContainSingle().Which.Count.Should().Be(1);
        table.Rows[0].Exchange.Should().Be(1, "what came before is in no count, nor in a stage");
    }

    [Fact]
    public void scales_what_came_to_what_was_counted()
    {
        flows.Happens(flows.Event(SentCause.ClosedPort, "192.0.2.1"), times: 3);
        flows.Happens(flows.Event(SentCause.ClosedPort, "192.0.2.2"), times: 1);
        flows.Counts(flows.Event(SentCause.ClosedPort), times: 4);
        flows.Settle();

        flows.Rows.Should().Equal("192.0.2.1 closed_port 6", "192.0.2.2 closed_port 2");
        flows.Table.Attributed.Should().Be(4);
        flows.Table.Unattributed.Should().Be(4);
    }

    [Fact]
    public void counts_for_all_others_what_no_event_came_of()
    {
        flows.Counts(flows.Event(SentCause.ClosedPort, "2001:db8::1"), times: 5);
        flows.Settle();

        flows.Rows.Should().Equal("others closed_port 5");
        flows.Table.Rows[0].Key.Family.Should().Be(Family.IPv6);
        flows.Table.Rows[0].Last.Should().Be(flows.Now + flows.Offset);
        flows.Table.Unattributed.Should().Be(5);
    }

    [Fact]
    public void waits_for_the_total_of_an_event_that_came_before_it()
    {
        ResetEvent reset = flows.Event(Received.Established);
        flows.Happens(reset, times: 5);
        flows.Table.Read(reset);
        flows.Settle();
        flows.Rows.Should().Equal(["192.0.2.1 established 5"], "the rows add up to the totals");

        flows.Counts(reset);
        flows.Happens(flows.Event(Received.Established, "192.0.2.2"));
        flows.Settle();
        flows.Rows.Should().Equal("192.0.2.1 established 6", "192.0.2.2 established 1");
        flows.Table.Unattributed.Should().Be(0);
    }

    [Fact]
    public void counts_an_event_that_was_held_back_while_its_total_was_there()
    {
        ResetEvent reset = flows.Event(Received.Closing);
        flows.Happens(reset, times: 4);
        flows.Counts(reset);
        flows.Table.Await(reset);
        flows.Settle();
        flows.Rows.Should().Equal("192.0.2.1 closing 4");

        flows.Table.Begin(flows.Now);
        flows.Table.Read(reset);
        flows.Settle();
        flows.Rows.Should().Equal("192.0.2.1 closing 5");
        flows.Table.Unattributed.Should().Be(0);
    }

    [Fact]
    public void counts_an_event_that_was_held_back_and_has_come_before_it_is_settled()
    {
        ResetEvent reset = flows.Event(Received.Closing);
        flows.Counts(reset);
        flows.Table.Begin(flows.Now);
        flows.Table.Await(reset);
        flows.Table.Begin(flows.Now);
        flows.Table.Read(reset);
        flows.Settle();

        flows.Rows.Should().Equal("192.0.2.1 closing 1");
    }

    [Fact]
    public void forgets_an_event_that_was_held_back_and_then_taken_back()
    {
        ResetEvent reset = flows.Event(Received.Closing);
        flows.Counts(reset);
        flows.Table.Begin(flows.Now);
        flows.Table.Await(reset);
        flows.Settle();
        flows.Counts(reset, times: -1);
        flows.Table.Begin(flows.Now);
        flows.Settle();
        flows.Rows.Should().BeEmpty();

        flows.Happens(reset);
        flows.Settle();
        flows.Rows.Should().Equal("192.0.2.1 closing 1");
    }

    [Fact]
    public void counts_one_that_was_held_back_and_never_came_as_nobodys()
    {
        ResetEvent reset = flows.Event(Received.Closing);
        flows.Counts(reset);
        flows.Table.Begin(flows.Now);
        flows.Table.Await(reset);
        flows.Settle();
        flows.Rows.Should().BeEmpty();

        flows.Table.Begin(flows.Now);
        flows.Settle();
        flows.Rows.Should().Equal("others closing 1");
    }

    [Fact]
    public void gives_one_to_each_event_and_those_that_were_not_handed_on_to_those_that_stand_for_them()
    {
        flows.Happens(flows.Event(Received.Established, "192.0.2.1"), times: 3, untold: 20);
        flows.Happens(flows.Event(Received.Established, "192.0.2.2"), times: 1, untold: 40);
        flows.Happens(flows.Event(Received.Established, "192.0.2.3"), times: 5);
        flows.Counts(flows.Event(Received.Established), times: 1000);
        flows.Settle();
        flows.Rows.Should().Equal("192.0.2.1 established 603", "192.0.2.2 established 401", "192.0.2.3 established 5");

        flows.Happens(flows.Event(Received.Established, "192.0.2.3"), times: 5);
        flows.Counts(flows.Event(Received.Established), times: 5);
        flows.Settle();
        flows.Rows.Should().Contain("192.0.2.3 established 15", "where none stands for more than itself, all share the rest");
    }

    [Fact]
    public void waits_once_for_a_total_that_never_comes()
    {
        flows.Table.Read(flows.Event(Received.Established, "192.0.2.9"));
        flows.Settle();
        flows.Settle();
        flows.Happens(flows.Event(Received.Established));
        flows.Settle();

        flows.Rows.Should().Equal("192.0.2.1 established 1");
    }

    [Fact]
    public void counts_excluded_ones_against_their_own_total_whatever_their_kinds()
    {
        flows.Happens(flows.Event(Received.Established, isExcluded: true), times: 2);
        flows.Happens(flows.Event(SentCause.ClosedPort, isExcluded: true), times: 1);
        flows.Counts(flows.Event(SentCause.Aborted, isExcluded: true), times: 3);
        flows.Happens(flows.Event(Received.Established), times: 1);
        flows.Settle();
        flows.Rows.Should().Equal("192.0.2.1 closed_port 2", "192.0.2.1 established 1", "192.0.2.1 established 4");

        flows.Counts(flows.Event(Received.Established, isExcluded: true));
        flows.Settle();
        flows.Rows.Should().Contain("others excluded 1");
    }

    [Fact]
    public void does_not_count_down_with_a_total_that_falls()
    {
        FlowTable table = new(64, new SomeServices(), Flows.Hertz);
        ResetCounts counts = new();
        foreach ((ulong total, ulong expected) in new[] { (10UL, 0UL), (12UL, 2UL), (11UL, 2UL), (12UL, 2UL), (13UL, 3UL) })
        {
            counts.Set(Family.IPv4, Received.Closing, total);
            table.Settle(counts, 1, 1);
            (table.Rows.Length == 0 ? 0 : table.Rows[0].Count).Should().Be(expected);
        }
    }

    [Fact]
    public void allocates_nothing_for_peers_that_it_knows()
    {
        ResetEvent[] events = [.. Enumerable.Range(0, 4000).Select(number =>
            flows.Event(Received.Established, connection: (1, 1, 9)) with { Peer = Flows.AddressOf((uint)number) })];
        ResetCounts counts = new();
        long now = flows.Now;
        void Tick()
        {
            counts.Add(Family.IPv4, Received.Established, 4000);
            counts.Add(Family.IPv4, SentCause.Aborted, 1);
            for (int i = 0; i < events.Length; i++)
            {
                flows.Table.Read(events[i]);
            }

            now += 1_000_000;
            flows.Table.Settle(counts, now, now);
        }

        Allocation.Of(Tick).Should().Be(0);
    }

    /// <summary>Whatever is lost, late, forged or pushed out: a small table, three kinds, and an arbitrary history of them.</summary>
    [Property(MaxTest = 300)]
    public void adds_up_to_the_totals_at_each_tick((byte Action, byte Peer, byte Times)[] steps)
    {
        Flows small = new(capacity: 8);
        Kind[] kinds = [Received.Established, SentCause.ClosedPort, SentCause.Aborted];
        List<ResetEvent> late = [];
        foreach ((byte action, byte peer, byte times) in steps)
        {
            ResetEvent reset = small.Event(kinds[action % 3], $"192.0.2.{peer % 32}", isExcluded: action % 11 == 0);
            switch (action % 7)
            {
                case 0:
                    small.Counts(reset, times);
                    break;
                case 1:
                    small.Table.Read(reset); // its total comes after the tick
                    late.Add(reset);
                    break;
                case 2:
                    small.Settle();
                    small.Sums.Should().Equal(small.Totals);
                    late.ForEach(each => small.Counts(each));
                    late.Clear();
                    break;
                default:
                    small.Happens(reset, times % 8, untold: action % 5 == 0 ? times : 0u);
                    break;
            }
        }

        small.Settle();
        small.Sums.Should().Equal(small.Totals);
        (small.Table.Attributed + small.Table.Unattributed).Should().Be(small.Totals.Values.Aggregate(0UL, (sum, total) => sum + total));
        small.Table.Rows.ToArray().Count(flow => !flow.IsOthers).Should().BeLessThanOrEqualTo(8);
    }

    /// <summary>What is not lost is counted where it belongs, to the last one, however the ticks fall.</summary>
    [Property]
    public void is_exact_as_long_as_no_event_is_lost((byte Peer, bool Settles)[] resets)
    {
        Flows exact = new();
        foreach ((byte peer, bool settles) in resets)
        {
            ResetEvent reset = exact.Event(Received.Established, $"192.0.2.{peer}");
            exact.Table.Read(reset);
            if (settles)
            {
                exact.Settle(); // between the event and its total
            }

            exact.Counts(reset);
            if (settles)
            {
                exact.Settle();
            }
        }

        exact.Settle();
        exact.Rows.Should().BeEquivalentTo(resets.GroupBy(reset => reset.Peer)
            .Select(group => $"192.0.2.{group.Key} established {group.Count()}"));
    }
}
