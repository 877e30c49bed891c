using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Terminal;
using Xunit;

namespace TcpResets.Tests.Resets;

/// <summary>Rows that are written down, and what explains them; What_diagnose_says_first has those that can be made for real.</summary>
public sealed class The_causes_of_resets
{
    private const uint Namespace = 4026531840;
    private readonly Flows flows = new();

    public static TheoryData<uint, string> Limits => new()
    {
        { 5_010, "5 s is the limit of Node.js and Apache" },
        { 60_002, "60 s is the limit of AWS ALB" },
        { 75_400, "75 s is the limit of nginx" },
        { 240_900, "240 s is the limit of Azure" },
        { 350_004, "350 s is the limit of AWS NLB" },
        { 601_000, "600 s is the limit of Google" },
        { 900_500, "900 s is the limit of IPVS" },
        { 3_600_700, "3600 s is the limit of Envoy" },
        { 7_205_000, "7200 s is the limit of Linux" },
        { 30_000, "no common default is known for that value" },
    };

    [Theory, MemberData(nameof(Limits))]
    public void name_an_idle_limit_and_whose_it_is(uint milliseconds, string whose)
    {
        for (uint i = 0; i < 16; i++)
        {
            Established(idle: i % 4 == 3 ? 100 * i : milliseconds + (i * 8)); // three of four
        }

        Cause cause = First();
        cause.Rule.Word.Should().Be("idle_limit");
        cause.Title.Should().MatchRegex("^an idle limit of [0-9.]+ s cuts connections$");
        cause.Evidence.Should().Contain(whose).And.Contain("75 % had been idle");
    }

    [Fact]
    public void are_no_idle_limit_where_idle_times_are_scattered()
    {
        for (uint i = 1; i <= 16; i++)
        {
            Established(idle: i * i * 1000);
        }

        First().Rule.Word.Should().Be("mid_transfer");
    }

    /// <summary>Whether the last data was sent and not acknowledged, how long ago, and what that is.</summary>
    public static TheoryData<bool, uint, string> Answers => new()
    {
        { true, 0, "half_open_peer" },
        { true, 80, "half_open_peer" },
        { false, 80, "mid_transfer" }, // it had answered, and aborts
        { false, 0, "mid_transfer" },
        { true, 600, "mid_transfer" }, // a peer that knows nothing answers sooner
    };

    [Theory, MemberData(nameof(Answers))]
    public void are_a_half_open_peer_only_if_the_reset_answers_what_was_sent(bool isUnacknowledged, uint milliseconds, string word)
    {
        uint ticks = milliseconds * Flows.Hertz / 1000;
        flows.Happens(
            flows.Event(Received.Established, role: Role.Client, connection: (9, 9, ticks), isUnacknowledged: isUnacknowledged), times: 20);
        flows.Settle();
        First().Rule.Word.Should().Be(word);
    }

    [Fact]
    public void name_a_service_that_served_the_port_before_and_what_became_of_it()
    {
        Happens(Received.Established, "192.0.2.7", localPort: 443, connection: (5, 5, 25));
        Happens(SentCause.ClosedPort, "192.0.2.7", localPort: 443, cgroup: 0, times: 60);
        UnitFacts unit = new("unit1.service", "failed", "oom-kill", 3, 0);
        Cause cause = First(new HostFacts { Units = [unit], OutOfMemoryKills = 2 });

        cause.Rule.Word.Should().Be("service_down");
        cause.Evidence.Should().Contain("unit1.service served it within the last hour. unit1.service is failed, killed for want of memory, "
            + "restarted 3 times.");
        cause.Next.Should().Be("Why has it ended? `systemctl status unit1.service`; `journalctl -u unit1.service -n 20 --no-pager`");
    }

    [Fact]
    public void name_no_service_of_another_network_namespace_that_has_the_same_port()
    {
        flows.Happens(flows.Event(Received.Established, "192.0.2.7", connection: (5, 5, 25)) with { NetworkNamespace = Namespace + 1 });
        Happens(SentCause.ClosedPort, "192.0.2.7", localPort: 443, cgroup: 0, times: 60);
        Cause cause = First();
        cause.Rule.Word.Should().Be("service_down");
        cause.Evidence.Should().NotContain("unit1.service");
        cause.Next.Should().NotContain("unit1.service");
    }

    [Fact]
    public void tell_that_a_port_is_served_again()
    {
        Happens(SentCause.ClosedPort, "192.0.2.7", localPort: 443, cgroup: 0, times: 60);
        First(Here(new ListenerFacts(443, 0, 511, "nginx (812)"))).Evidence.Should()
            .Contain("Now nginx (812) listens there: it was restarted, or began late.");
    }

    [Fact]
    public void blame_the_queue_for_late_answers_of_a_full_listener()
    {
        Happens(SentCause.HalfOpen, "192.0.2.7", Role.Unknown, localPort: 443, times: 5);
        Cause cause = First(Here(new ListenerFacts(443, 129, 128, "app (7)")));
        cause.Rule.Word.Should().Be("queue_full");
        cause.Evidence.Should().Be("app (7) has 129 of 128 waiting to be accepted; somaxconn is 128; "
            + "tcp_abort_on_overflow=0: clients wait in vain first.");
        cause.Next.Should().Contain("`sysctl -w net.core.somaxconn=4096`");
    }

    [Fact]
    public void suspect_the_translation_of_addresses_where_it_knows_the_peer()
    {
        Happens(SentCause.HalfOpen, "10.42.0.7", Role.Unknown, localPort: 40_000, peerPort: 8080, times: 30);
        Cause cause = First(new HostFacts { Translated = ["10.42.0.9", "10.42.0.7"], InvalidPackets = 31 });
        cause.Rule.Word.Should().Be("conntrack_invalid");
        cause.Evidence.Should().Contain("31 packets were INVALID");
    }

    [Fact]
    public void tell_that_this_host_was_restarted()
    {
        Happens(SentCause.HalfOpen, "192.0.2.7", Role.Unknown, localPort: 443, times: 30);
        First(new HostFacts { BootTime = Flows.Start - 300_000_000 }).Rule.Word.Should().Be("host_restarted");
        First(new HostFacts { BootTime = Flows.Start - 3_600_000_000 }).Rule.Word.Should().Be("half_open");
    }

    [Fact]
    public void tell_memory_from_orphans()
    {
        Happens(SentCause.NoMemory, "192.0.2.7", times: 3);
        HostFacts full = new() { TcpMemory = 999, TcpMemoryPressure = 800, MostTcpMemory = 1000, Orphans = 1, MostOrphans = 100 };
        Cause memory = First(full);
        memory.Title.Should().Be("TCP has run out of memory");
        memory.Evidence.Should().Contain("999 pages of memory now, pressure begins at 800, the end is 1000");
        First(new HostFacts { Orphans = 90, MostOrphans = 100 }).Title.Should().Be("too many orphaned sockets");

        Cause over = First(new() { TcpMemory = 9, TcpMemoryPressure = 800, MostTcpMemory = 1000, Orphans = 1, MostOrphans = 100 });
        over.Title.Should().Be("TCP has run out of memory, or has had too many orphaned sockets");
        over.Next.Should().Be("It is over now; which it was: `dmesg -T | grep 'TCP: '`");
    }

    [Fact]
    public void name_a_REJECT_rule_of_the_port()
    {
        Happens(SentCause.Firewall, "192.0.2.7", localPort: 5432, times: 40);
        string[] rules = ["table ip a, chain b: tcp dport 80 reject", "table ip f, chain in: tcp dport 5432 reject with tcp reset"];
        Cause cause = First(new HostFacts { RejectRules = rules });
        cause.Rule.Word.Should().Be("own_firewall");
        cause.Evidence.Should().Be("192.0.2.7 is rejected. nft: table ip f, chain in: tcp dport 5432 reject with tcp reset.");
    }

    [Fact]
    public void say_what_stray_ones_and_forged_ones_are()
    {
        Happens(Ignored.Stray, "192.0.2.7", Role.Unknown, times: 300);
        First().Rule.Word.Should().Be("stray");
        Happens(Ignored.Invalid, "192.0.2.8", Role.Unknown, times: 300);
        First().Rule.Word.Should().Be("bad_segments");
    }

    [Fact]
    public void come_several_at_once_the_most_harmful_first()
    {
        Happens(Received.Refused, "192.0.2.9", Role.Client, localPort: 40_000, peerPort: 5432, times: 100);
        Happens(SentCause.QueueFull, "192.0.2.7", localPort: 443, times: 60);
        Happens(SentCause.ClosedPort, "192.0.2.1", localPort: 23, cgroup: 0, times: 10);
        Causes().Where(cause => cause.IsUnusual).Select(cause => cause.Rule.Word)
            .Should().Equal("queue_full", "peer_port_closed", "service_down");
    }

    [Fact]
    public void of_now_go_before_those_of_long_ago()
    {
        Happens(Received.Refused, "192.0.2.9", Role.Client, localPort: 40_000, peerPort: 5432, times: 1000);
        flows.Settle(40 * 60);
        Happens(Received.Refused, "192.0.2.8", Role.Client, localPort: 40_000, peerPort: 6379, times: 300);
        Causes().Select(cause => cause.Crowd.Port).Should().Equal(6379, 5432);
    }

    [Fact]
    public void are_none_where_it_has_been_so_for_an_hour()
    {
        for (int minute = 0; minute < 61; minute++)
        {
            Happens(SentCause.Aborted, "192.0.2.1", localPort: 443, connection: (5, 5, 25), times: 20);
            flows.Settle(59);
        }

        Cause usual = First();
        usual.Rule.Word.Should().Be("own_aborts");
        usual.IsUnusual.Should().BeFalse();

        Happens(Received.Established, "192.0.2.2", localPort: 443, connection: (5, 5, 25), times: 5);
        Causes().Select(cause => (cause.Rule.Word, cause.IsUnusual)).Should().Equal(("mid_transfer", true), ("own_aborts", false));
    }

    [Fact]
    public void are_not_what_a_rule_calls_intentional()
    {
        flows.Happens(flows.Event(SentCause.ClosedPort, isExcluded: true), 1000);
        flows.Settle();
        Causes().Should().BeEmpty();
    }

    [Fact]
    public void say_how_far_the_connections_had_come_and_no_more()
    {
        Happens(Received.Established, "192.0.2.1", connection: (5, 5, 25), times: 15);
        First().Evidence.Should().Be("All connections had carried data both ways; the last data went 100 ms before.");
        Happens(Received.Established, "192.0.2.1", connection: (0, 0, 25), times: 5);
        First().Evidence.Should().Be("Of the connections, 75 % had carried data both ways, 25 % had carried no data; the last data went "
            + "100 ms before.");

        Flows silent = new();
        silent.Happens(silent.Event(SentCause.Aborted, connection: (0, 0, 0)), 20);
        silent.Settle();
        Diagnosis.Explain(Diagnosis.Look(silent.Table.Rows), HostFacts.None)[0].Evidence.Should()
            .EndWith(" All connections had carried no data.", "no data went before");
    }

    [Fact]
    public void name_this_program_as_it_was_called()
    {
        Happens(Received.Established, "192.0.2.1", connection: (5, 5, 25), times: 20);
        CauseLines.Next(First(), "./tcp-resets.plugin").Should().EndWith(
            "`./tcp-resets.plugin watch --kind established --port 443`; `./tcp-resets.plugin guide established`");
    }

    [Fact]
    public void tell_of_a_connection_of_this_host_with_itself_once_though_its_services_name_changes()
    {
        Happens(Received.Refused, "198.51.100.1", Role.Client, localPort: 50000, peerPort: 5432, times: 20);
        Happens(SentCause.ClosedPort, "198.51.100.1", localPort: 5432, peerPort: 50000, cgroup: 0, times: 19);
        Happens(SentCause.ClosedPort, "198.51.100.1", localPort: 5432, peerPort: 50000, cgroup: 7, times: 1);
        Causes().Should().ContainSingle().Which.Rule.Word.Should().Be("local_service_down");
    }

    [Fact]
    public void put_nothing_into_a_command_that_a_shell_would_take_as_more()
    {
        CauseText.Unit(new(ServiceKind.Unit, "a;reboot.service")).Should().Be("UNIT");
        CauseText.Unit(new(ServiceKind.Unit, "-x")).Should().Be("UNIT");
        CauseText.Unit(new(ServiceKind.Container, "web")).Should().Be("UNIT");
        CauseText.Unit(new(ServiceKind.Unit, "getty@tty1.service")).Should().Be("getty@tty1.service");
    }

    [Fact]
    public void propose_a_rule_for_health_checks()
    {
        Happens(Received.Handshake, "192.0.2.7", localPort: 8080, times: 100);
        First().Next.Should().Be("If they are meant to be, tell so in [exclude] of tcp-resets.conf: "
            + "`health-checks = kinds handshake, port 8080, peers 192.0.2.7`");
    }

    [Fact]
    public void are_told_of_each_kind_that_there_is()
    {
        foreach (Kind kind in Flows.AllKinds.Where(kind => kind != Kind.Excluded))
        {
            Flows alone = new();
            alone.Happens(alone.Event(kind), 100);
            alone.Settle();
            Cause cause = Diagnosis.Explain(Diagnosis.Look(alone.Table.Rows), HostFacts.None).Should().ContainSingle().Subject;
            cause.Guide.Should().Be(kind.ToString());
            CauseLines.What(cause).Should().Contain($", {kind}, ").And.NotContain("{");
            cause.Evidence.Should().NotBeEmpty();
            cause.Next.Should().NotBeEmpty();
        }
    }

    private static HostFacts Here(ListenerFacts listener) => new()
    {
        Namespaces = [new NamespaceFacts(Namespace) { Listeners = [listener], MostBacklog = 128, AbortsOnOverflow = 0 }],
    };

    private void Established(uint idle) =>
        Happens(Received.Established, "192.0.2.1", connection: (5, 5, idle * Flows.Hertz / 1000));

    private void Happens(
        Kind kind,
        string peer,
        Role role = Role.Server,
        ushort localPort = 443,
        ushort peerPort = 50000,
        ulong cgroup = 1,
        (ulong Received, ulong Sent, uint IdleTicks)? connection = null,
        int times = 1)
    {
        flows.Happens(flows.Event(kind, peer, role, localPort, peerPort, cgroup, connection: connection), times);
        flows.Settle();
    }

    private List<Cause> Causes(HostFacts? facts = null) =>
        Diagnosis.Explain(Diagnosis.Look(flows.Table.Rows), facts ?? HostFacts.None);

    private Cause First(HostFacts? facts = null) => Causes(facts)[0];
}
