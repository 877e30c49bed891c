using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Procfs;
using Xunit;

namespace TcpResets.Tests.Procfs;

public sealed class The_estimate_of_received_resets
{
    public static TheoryData<CounterGrowth> TellingEvents =>
    [
        new CounterGrowth("we connect to a closed port", Wire: 50, AttemptFails: 50),
        new CounterGrowth("a firewall rejects our connects", Wire: 50, AttemptFails: 50),
        new CounterGrowth("our connects time out: no reset at all", Wire: 0, AttemptFails: 50, AbortOnTimeout: 50),
        new CounterGrowth("a peer connects to our closed port", Wire: 0),
        new CounterGrowth("the peer aborts in ESTABLISHED", Wire: 50, EstabResets: 50),
        new CounterGrowth("the peer aborts in CLOSE-WAIT", Wire: 50, EstabResets: 50),
        new CounterGrowth("a half-open scan or health check resets in SYN-RECEIVED", Wire: 50, AttemptFails: 50),
        new CounterGrowth("the peer forgot us: our data or keepalive is answered by a reset", Wire: 50, EstabResets: 50),
        new CounterGrowth("we forgot: the peer sends data", Wire: 0),
        new CounterGrowth("an old ACK answers our SYN", Wire: 0),
        new CounterGrowth("we close with unread data", Wire: 0, EstabResets: 50, AbortOnClose: 50),
        new CounterGrowth("kill -9 with unread data", Wire: 0, EstabResets: 50, AbortOnClose: 50),
        new CounterGrowth("we abort with SO_LINGER 0 in ESTABLISHED", Wire: 0, EstabResets: 50, AbortOnData: 50),
        new CounterGrowth("we abort with SO_LINGER 0 in CLOSE-WAIT", Wire: 0, EstabResets: 50, AbortOnData: 50),
        new CounterGrowth("we abort with SO_LINGER 0 in FIN-WAIT-2", Wire: 0, AbortOnData: 50),
        new CounterGrowth("we abort with SO_LINGER 0 in SYN-SENT", Wire: 0, AbortOnData: 50),
        new CounterGrowth("keepalive gives up", Wire: 0, EstabResets: 50, AbortOnTimeout: 50),
        new CounterGrowth("TCP_USER_TIMEOUT gives up: no reset at all", Wire: 0, EstabResets: 50, AbortOnTimeout: 50),
        new CounterGrowth("retransmissions give up after our close", Wire: 0, AbortOnTimeout: 50),
        new CounterGrowth("the peer sends data after our close", Wire: 0),
        new CounterGrowth("our own firewall rejects", Wire: 0),
        new CounterGrowth("refused connects and our own aborts while closing", Wire: 50, AttemptFails: 50, AbortOnData: 50),
        new CounterGrowth("refused connects and connects that time out", Wire: 50, AttemptFails: 100, AbortOnTimeout: 50),
        new CounterGrowth("aborts of the peer and of our own", Wire: 50, EstabResets: 100, AbortOnClose: 50),
        new CounterGrowth("we connect to a dead neighbour", Wire: 0, AttemptFails: 50, InDestUnreachs: 49, InSegs: 0),
        new CounterGrowth("a firewall rejects our connects by ICMP", Wire: 0, AttemptFails: 50, InDestUnreachs: 50),
        new CounterGrowth(
            "a firewall rejects our connects by ICMP, and our UDP", Wire: 0, AttemptFails: 50, InDestUnreachs: 80, OutDatagrams: 30),
        new CounterGrowth(
            "we connect to a closed port, and nobody takes our UDP", Wire: 50, AttemptFails: 50, InDestUnreachs: 90, OutDatagrams: 90),
        new CounterGrowth("we connect to a closed port, and ping in vain", Wire: 50, AttemptFails: 50, InDestUnreachs: 9, OutEchos: 9),
        new CounterGrowth("connections are closed under TCP_REPAIR, and nothing else is there", Wire: 0, EstabResets: 50, InSegs: 0),
    ];

    [Theory, MemberData(nameof(TellingEvents))]
    public void is_what_arrived(CounterGrowth growth) => growth.Estimate.Should().Be(growth.Wire);

    public static TheoryData<CounterGrowth> SilentEvents =>
    [
        new CounterGrowth("the peer aborts in FIN-WAIT-1", Wire: 50),
        new CounterGrowth("the peer aborts in FIN-WAIT-2", Wire: 50),
        new CounterGrowth("the peer aborts in a FIN-WAIT-2 kept as a mini socket", Wire: 50),
        new CounterGrowth("the peer aborts in CLOSING", Wire: 50),
        new CounterGrowth("the peer aborts in LAST-ACK", Wire: 50),
        new CounterGrowth("a reset kills a TIME-WAIT", Wire: 50),
        new CounterGrowth("peers abort in the same second as timeouts after our close", Wire: 50, EstabResets: 50, AbortOnTimeout: 50),
        new CounterGrowth(
            "peers abort in the same second as our aborts while connecting or closing", Wire: 50, EstabResets: 50, AbortOnData: 50),
    ];

    [Theory, MemberData(nameof(SilentEvents))]
    public void misses(CounterGrowth growth) => growth.Estimate.Should().Be(0, "no counter tells, though {0} resets arrived", growth.Wire);

    /// <summary>Events, and what the estimate says of them, which is more than arrived.</summary>
    public static TheoryData<CounterGrowth, ulong> MisleadingEvents => new()
    {
        { new CounterGrowth("connections still unaccepted when their listener closes", Wire: 0, EstabResets: 50), 50 },
        { new CounterGrowth("a connect to AF_UNSPEC, or ss -K, ends a connection", Wire: 0, EstabResets: 50), 50 },
        { new CounterGrowth("a bad SYN in SYN-RECEIVED", Wire: 0, AttemptFails: 50), 50 },
        {
            new CounterGrowth(
                "a bad SYN in SYN-RECEIVED that ends an established connection, too", Wire: 0, AttemptFails: 50, EstabResets: 50),
            100
        },
        { new CounterGrowth("a Fast Open child is reset", Wire: 50, AttemptFails: 100), 100 },
        { new CounterGrowth("connections are closed under TCP_REPAIR on a busy host", Wire: 0, EstabResets: 50), 50 },
        {
            new CounterGrowth(
                "a firewall rejects our connects by ICMP, while UDP sends as much",
                Wire: 0, AttemptFails: 50, InDestUnreachs: 50, OutDatagrams: 50),
            50
        },
        { new CounterGrowth("we connect to a dead neighbour over IPv6 on a busy host", Wire: 0, AttemptFails: 50), 50 },
    };

    [Theory, MemberData(nameof(MisleadingEvents))]
    public void takes_for_received(CounterGrowth growth, ulong estimate) =>
        growth.Estimate.Should().Be(estimate, "the counters cannot tell it from {0} received resets; {1} arrived", estimate, growth.Wire);

    [Property]
    public void never_exceeds_what_the_two_counters_of_ended_connections_say(uint a, uint e, uint close, uint data, uint timeout) =>
        new SnmpEstimate
        {
            AttemptFails = a,
            EstabResets = e,
            AbortOnClose = close,
            AbortOnData = data,
            AbortOnTimeout = timeout,
            InSegs = ulong.MaxValue,
        }.Received.Should().BeLessThanOrEqualTo((ulong)a + e);

    [Property]
    public void never_exceeds_the_segments_received(uint a, uint e, uint segments) =>
        new SnmpEstimate { AttemptFails = a, EstabResets = e, InSegs = segments }.Received.Should().BeLessThanOrEqualTo(segments);

    [Property]
    public void hides_nothing_for_the_errors_that_udp_and_ping_can_have_had(uint a, uint datagrams, uint pings, uint unreachable)
    {
        unreachable = (uint)Math.Min(unreachable, (ulong)datagrams + pings);
        new SnmpEstimate
        {
            AttemptFails = a,
            InDestUnreachs = unreachable,
            OutDatagrams = datagrams,
            OutEchos = pings,
            InSegs = a,
        }.Received.Should().Be(a);
    }
}
