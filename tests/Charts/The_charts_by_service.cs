using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Charts;
using TcpResets.Netdata;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Charts;

public sealed class The_charts_by_service
{
    private const double Hour = 3600;

    private static readonly Chart Of = ChartCatalog.OfService(default);

    private readonly ServicesDrawn services = new();

    [Fact]
    public void tell_what_each_service_has()
    {
        services.Tick();
        services.Said.Should().BeEmpty();
        services.Flows.Happens(services.Flows.Event(Received.Established), 3);
        services.Flows.Happens(services.Flows.Event(SentCause.Aborted, peer: "2001:db8::1"), 2);
        services.Tick();
        services.Said.Should().Be(
            "CHART 'tcp_resets.service_unit1.service' '' 'TCP resets by service' 'resets/s' 'services' 'tcp_resets.service' 'line' 6505 1 "
            + "'store_first' 'tcp-resets.plugin' 'kernel'\n"
            + "CLABEL 'service_name' 'unit1.service' 1\nCLABEL 'service_kind' 'unit' 1\n"
            + "CLABEL 'source' 'kernel' 1\nCLABEL 'network_namespaces' 'all' 1\nCLABEL_COMMIT\n"
            + "DIMENSION 'received' 'received' incremental 1 1\nDIMENSION 'sent' 'sent' incremental -1 1\n"
            + "BEGIN tcp_resets.service_unit1.service\nSET received = 3\nSET sent = 2\nEND\n");
        services.Tick();
        services.Said.Should().Be("BEGIN tcp_resets.service_unit1.service 1000000\nSET received = 3\nSET sent = 2\nEND\n");
    }

    [Fact]
    public void put_together_what_is_more_than_there_is_room_for_and_what_nobody_is_known_of()
    {
        services.Tick();
        foreach (ulong service in new ulong[] { 1, 2, 3, 4 })
        {
            services.Flows.Happens(services.Flows.Event(Received.Established, cgroup: service), (int)service);
        }

        services.Flows.Counts(services.Flows.Event(SentCause.Firewall), 50);
        services.Tick();
        services.Values.Should().Equal(new Dictionary<string, long>
        {
            ["service_unit2.service received"] = 2,
            ["service_unit2.service sent"] = 0,
            ["service_unit1.service received"] = 1,
            ["service_unit1.service sent"] = 0,
            ["service_other received"] = 7,
            ["service_other sent"] = 50,
        });
        services.Said.Should().Contain("CLABEL 'service_name' 'other' 1\nCLABEL 'service_kind' 'other' 1\n");
    }

    [Fact]
    public void leave_out_what_is_in_no_total()
    {
        services.Tick();
        services.Flows.Happens(services.Flows.Event(Ignored.Stray), 3);
        services.Flows.Happens(services.Flows.Event(Received.Refused, isExcluded: true), 3);
        services.Tick();
        services.Said.Should().BeEmpty();
    }

    [Fact]
    public void tell_what_had_come_before_the_first_second_in_the_second_one()
    {
        services.Flows.Counts(services.Flows.Event(Received.Established), 5);
        services.Tick();
        services.Said.Should().BeEmpty("the totals begin at 0, too");
        services.Tick();
        services.Values["service_other received"].Should().Be(5);
    }

    [Fact]
    public void end_after_an_hour_without_resets_and_begin_anew_at_0()
    {
        services.Tick();
        services.Flows.Happens(services.Flows.Event(Received.Established), 3);
        services.Flows.Counts(services.Flows.Event(SentCause.Firewall), 4);
        services.Tick();
        services.Tick(Hour - 1);
        services.Said.Should().StartWith("BEGIN ").And.NotContain("CHART");
        services.Tick(1);
        services.Said.Should().NotContain("BEGIN");
        services.Said.Split('\n').Where(line => line.Contains("'obsolete'")).Select(line => line.Split(' ')[1])
            .Should().Equal("'tcp_resets.service_unit1.service'", "'tcp_resets.service_other'");
        services.Values.Should().BeEmpty();
        services.Tick();
        services.Said.Should().BeEmpty("it is said once");

        services.Flows.Happens(services.Flows.Event(Received.Established), 2);
        services.Flows.Happens(services.Flows.Event(Received.Established, cgroup: 2), 1);
        services.Flows.Happens(services.Flows.Event(Received.Established, cgroup: 3), 6);
        services.Tick();
        services.Said.Should().Contain("'store_first'").And.NotContain("'obsolete'").And.NotContain("service_unit1.service 1");
        services.Values["service_unit1.service received"].Should().Be(2);
        services.Values["service_other received"].Should().Be(6);
        services.Values["service_other sent"].Should().Be(0);
    }

    /// <summary>Each number is a second in which something happens to some service.</summary>
    [Property(MaxTest = 200)]
    public void add_up_to_the_totals_in_each_second(byte[] happenings)
    {
        ServicesDrawn any = new(most: 3);
        any.Tick();
        foreach (byte next in happenings)
        {
            ulong cgroup = (ulong)(next % 6);
            int times = 1 + (next / 64);
            Kind[] kinds = [Received.Refused, Received.Established, SentCause.HalfOpen, Ignored.Stray, SentCause.Other];
            ResetEvent reset = any.Flows.Event(
                kinds[next % kinds.Length],
                peer: next % 2 == 0 ? "192.0.2.1" : "2001:db8::1",
                cgroup: cgroup,
                isExcluded: next % 11 == 0);
            any.Flows.Happens(reset, times);
            any.Flows.Counts(reset, next % 3);
            any.Tick(next % 13 == 0 ? Hour : 1);
            any.Drawn.Should().Be(any.Grown);
        }
    }

    [Fact]
    public void allocate_nothing_where_no_service_is_new()
    {
        services.Tick();
        services.Flows.Happens(services.Flows.Event(Received.Established), 3);
        services.Flows.Counts(services.Flows.Event(SentCause.Firewall), 4);
        services.Tick();
        using var null_ = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        PluginsdWriter writer = new((int)null_.DangerousGetHandle());
        services.WriteAgain(writer);
        Allocation.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                services.WriteAgain(writer);
                writer.Flush();
            }
        }).Should().Be(0);
    }

    [Fact]
    public void have_labels_that_steer_nothing()
    {
        ServicesDrawn hostile = new(names: new OneService("x\u009b2J\u0085y\u202e.service"));
        hostile.Tick();
        hostile.Flows.Happens(hostile.Flows.Event(Received.Established), 1);
        hostile.Tick();
        hostile.Said.Should().Contain("CLABEL 'service_name' 'x 2J y .service' 1\n");
    }

    [Theory]
    [InlineData("nginx.service", "nginx.service")]
    [InlineData("user@1000.service", "user_1000.service_[0-9a-f]{8}")]
    [InlineData("a b\nCHART 'x'", "a_b_CHART__x__[0-9a-f]{8}")]
    [InlineData("größe", "gr__e_[0-9a-f]{8}")]
    [InlineData("", "_[0-9a-f]{8}")]
    [InlineData("taken", "taken_[0-9a-f]{8}")]
    public void have_ids_that_every_agent_takes(string name, string id)
    {
        string made = ServiceChartIds.Of(Of, new Service(ServiceKind.Unit, name), id => id == "tcp_resets.service_taken");
        made.Should().MatchRegex($"^tcp_resets\\.service_{id}$");
        ServiceChartIds.Of(Of, new Service(ServiceKind.Unit, name), id => id == "tcp_resets.service_taken").Should().Be(made);
    }

    [Property]
    public void have_ids_of_their_own(string?[] names)
    {
        HashSet<string> ids = [];
        foreach (string? name in names.Distinct().Concat(["x", "x ", "x  ", new string('y', 61), new string('y', 62), new string('y', 60)]))
        {
            string id = ServiceChartIds.Of(Of, new Service(ServiceKind.Container, name ?? ""), ids.Contains);
            ids.Add(id).Should().BeTrue();
            id.Should().MatchRegex("^[A-Za-z0-9._-]{1,120}$");
        }
    }

    [Theory]
    [InlineData("v1.37.1", 6505)]
    [InlineData("v2.9.0", 6145)]
    public void stand_behind_the_other_charts(string version, int priority)
    {
        TcpResets.Settings.AgentVersion.TryParse(version, out var agent).Should().BeTrue();
        ChartCatalog.OfService(agent).Priority.Should().Be(priority);
        using NoSource source = new();
        ChartCatalog.For(source, agent).Should().OnlyContain(chart => chart.Priority < priority);
    }

    private sealed class OneService(string name) : IServiceDirectory
    {
        private readonly Service service = new(ServiceKind.Unit, name);

        public Service Find(ulong cgroup, uint networkNamespace) => service;
    }
}
