using System.Net;
using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Resets;

public sealed class A_row_of_the_table
{
    private const string Peer = "192.0.2.1";
    private readonly Flows flows = new();

    [Fact]
    public void tells_when_it_was_seen_first_and_last()
    {
        long first = flows.Now + flows.Offset;
        flows.Happens(flows.Event(Received.Established));
        flows.Settle(100);
        long last = flows.Now + flows.Offset;
        flows.Happens(flows.Event(Received.Established));
        flows.Settle(7);

        Flow row = flows.Of(Peer);
        (row.First, row.Last, row.Age).Should().Be((first, last, 7_000_000));
    }

    [Fact]
    public void tells_a_time_that_never_runs_backwards_whatever_somebody_does_to_the_clock()
    {
        flows.Happens(flows.Event(Received.Established));
        flows.Settle();
        foreach (long jump in new[] { -3_600_000_000, 86_400_000_000, -Flows.Start, -Flows.Start, 2 * Flows.Start })
        {
            flows.Offset += jump;
            flows.Happens(flows.Event(Received.Established));
            flows.Settle();

            Flow row = flows.Of(Peer);
            row.Last.Should().BeGreaterThanOrEqualTo(row.First).And.BeGreaterThanOrEqualTo(0);
            row.Age.Should().Be(1_000_000);
        }

        flows.Of(Peer).MinuteAt(0).Should().Be(6);
        flows.Of(Peer).Last.Should().Be(flows.Now - 1_000_000 + flows.Offset);
    }

    [Fact]
    public void tells_the_resets_of_each_minute_of_the_last_hour()
    {
        for (int minute = 1; minute <= 70; minute++)
        {
            flows.Happens(flows.Event(Received.Established), times: minute);
            flows.Settle(1);
            flows.Settle(59);
        }

        flows.Happens(flows.Event(Received.Established), times: 71);
        flows.Settle();
        Flow row = flows.Of(Peer);
        Enumerable.Range(0, MinuteRing.Length).Select(row.MinuteAt).Should().Equal(Enumerable.Range(0, 60).Select(ago => (uint)(71 - ago)));

        flows.Settle(59 * 60);
        Enumerable.Range(0, MinuteRing.Length).Select(row.MinuteAt).Should().Equal(new uint[59].Append(71u));
        flows.Settle(60);
        Enumerable.Range(0, MinuteRing.Length).Select(row.MinuteAt).Should().Equal(new uint[60]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(10)]
    [InlineData(300)]
    public void tells_a_steady_rate_as_it_is_at_each_tick(int updateEvery)
    {
        for (int i = 0; i < 130; i++)
        {
            flows.Happens(flows.Event(Received.Established), times: 5 * updateEvery);
            flows.Settle(updateEvery);
            if (i * updateEvery > 120)
            {
                flows.Of(Peer).RecentRate.Should().BeApproximately(5, 0.5);
                flows.Of(Peer).MinuteRate.Should().BeApproximately(5, 0.5);
            }
        }

        flows.Settle(20);
        flows.Of(Peer).RecentRate.Should().Be(0);
        flows.Settle(120);
        flows.Of(Peer).MinuteRate.Should().Be(0);
    }

    [Fact]
    public void tells_a_storm_in_its_rate_within_the_first_second()
    {
        flows.Happens(flows.Event(Received.Established), times: 200);
        flows.Settle();
        flows.Of(Peer).RecentRate.Should().BeApproximately(200, 0.1, "there was nothing to be counted in the nine seconds before");
        flows.Of(Peer).MinuteRate.Should().BeApproximately(200 / 60.0, 0.1);
    }

    [Fact]
    public void tells_how_far_connections_had_come_and_how_long_they_had_been_idle()
    {
        flows.Happens(flows.Event(Received.Established, connection: (0, 0, 0)));
        flows.Happens(flows.Event(Received.Established, connection: (5, 0, 1)), times: 2);
        flows.Happens(flows.Event(Received.Established, connection: (5, 9, 15000)), times: 3);
        flows.Happens(flows.Event(Received.Established));
        flows.Counts(flows.Event(Received.Established), times: 7);
        flows.Settle();

        Flow row = flows.Of(Peer);
        row.Count.Should().Be(14);
        (row.NoData, row.Request, row.Exchange).Should().Be((1, 2, 3), "these are attributed");
        row.Idles.ToArray().Should().Equal([0, 4, 4, 60_000], "long ones of one moment are one");
    }

    [Fact]
    public void tells_long_idle_times_of_one_moment_once_and_those_of_another_again()
    {
        for (int moment = 0; moment < 3; moment++)
        {
            flows.Happens(flows.Event(Received.Established, connection: (1, 1, 15000)), times: 2);
            flows.Happens(flows.Event(Received.Established, connection: (1, 1, 2500)), times: 2);
            flows.Happens(flows.Event(Received.Established, connection: (1, 1, 15001)), times: 40);
            flows.Settle(0.25);
        }

        flows.Of(Peer).Idles.ToArray().Should().Equal(60_000, 10_000, 60_000, 10_000, 60_000, 10_000);
    }

    [Fact]
    public void tells_how_many_met_a_connection_whose_peer_had_closed()
    {
        const byte CloseWait = 8;
        flows.Happens(flows.Event(Received.Established, connection: (1, 1, 1)) with { State = CloseWait }, times: 3);
        flows.Happens(flows.Event(Received.Established, connection: (1, 1, 1)) with { State = 1 }, times: 2);
        flows.Happens(flows.Event(Received.Established) with { State = CloseWait });
        flows.Of(Peer).CloseWait.Should().Be(3, "of the last no connection is known");
    }

    [Fact]
    public void tells_the_last_16_idle_times_however_long()
    {
        for (uint ticks = 1; ticks <= 20; ticks++)
        {
            flows.Happens(flows.Event(Received.Established, connection: (1, 1, ticks * Flows.Hertz)));
        }

        flows.Happens(flows.Event(Received.Established, connection: (1, 1, uint.MaxValue)));
        flows.Of(Peer).Idles.ToArray().Should().BeEquivalentTo(
            Enumerable.Range(6, 15).Select(each => (uint)each * 1000).Append(uint.MaxValue));
    }

    [Fact]
    public void tells_of_an_unknown_role_the_ports_that_were_always_the_same()
    {
        Flow After(Role role, params (ushort Local, ushort Peer)[] ports)
        {
            Flows each = new();
            foreach ((ushort local, ushort peer) in ports)
            {
                each.Happens(each.Event(SentCause.HalfOpen, role: role, localPort: local, peerPort: peer));
            }

            return each.Of(Peer);
        }

        (ushort, ushort) Same(Flow row) => (row.SameLocalPort, row.SamePeerPort);
        Same(After(Role.Unknown, (443, 1))).Should().Be((443, 1));
        Same(After(Role.Unknown, (443, 1), (443, 2), (443, 1))).Should().Be((443, 0));
        Same(After(Role.Unknown, (5, 80), (6, 80))).Should().Be((0, 80));
        Same(After(Role.Server, (443, 1), (443, 1))).Should().Be((0, 0), "there the role tells");
    }

    [Fact]
    public void tells_of_the_last_one_where_it_met_what()
    {
        flows.Happens(flows.Event(Received.Established) with { Reason = 2 });
        ResetEvent last = flows.Event(Received.Established) with { Reason = 0, PeerPort = 77 };
        flows.Happens(last with { Local = Address.Of(IPAddress.Parse("198.51.100.7")) });

        Flow row = flows.Of(Peer);
        (row.LastReason, row.LastLocalPort, row.LastPeerPort).Should().Be(((ushort)0, (ushort)443, (ushort)77));
        row.Local.ToString().Should().Be("198.51.100.7");
    }

    /// <summary>A ring of minutes is as good as a list of all, wherever in time.</summary>
    [Property(MaxTest = 500)]
    public void keeps_its_minutes_as_a_list_of_all_would(
        (short Minute, byte Resets)[] first, (short Minute, byte Resets)[] second, short now)
    {
        (MinuteRing Ring, Dictionary<int, int> All) Fill((short Minute, byte Resets)[] resets)
        {
            MinuteRing ring = default;
            Dictionary<int, int> all = [];
            foreach ((short minute, byte count) in resets.Select(each => ((short)(each.Minute % 200), each.Resets)))
            {
                ring.Add((minute * MinuteRing.Minute) + count, count);
                if (minute > all.Keys.Append(int.MinValue / 2).Max() - MinuteRing.Length)
                {
                    all[minute] = all.GetValueOrDefault(minute) + count;
                }
            }

            return (ring, all);
        }

        (MinuteRing ring, Dictionary<int, int> all) = Fill(first);
        (MinuteRing other, Dictionary<int, int> more) = Fill(second);
        ring.Fold(other);
        int newest = all.Keys.Concat(more.Keys).DefaultIfEmpty(0).Max();
        for (int ago = 0; ago < MinuteRing.Length; ago++)
        {
            int minute = (now % 200) - ago;
            bool isKept = minute > newest - MinuteRing.Length;
            int expected = isKept ? all.GetValueOrDefault(minute) + more.GetValueOrDefault(minute) : 0;
            ring.At(now % 200 * MinuteRing.Minute, ago).Should().Be((uint)expected);
        }
    }
}
