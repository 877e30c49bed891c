using System.Buffers;
using System.Text.Json;
using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Tests.Resets;
using Xunit;

namespace TcpResets.Tests.Running;

public sealed class The_history
{
    private readonly Flows flows = new();

    [Fact]
    public void tells_each_row_in_the_words_of_the_other_commands()
    {
        flows.Happens(flows.Event(Received.Established, "2001:db8::7", Role.Server, connection: (1, 0, 5 * Flows.Hertz)), times: 3);
        flows.Settle(1);
        flows.Settle(59);
        ResetEvent last = flows.Event(Received.Established, "2001:db8::7", connection: (1, 9, 0), isUnacknowledged: true);
        flows.Happens(last with { State = 8 }, times: 2); // CLOSE-WAIT
        flows.Happens(flows.Event(SentCause.HalfOpen, role: Role.Unknown, localPort: 80, cgroup: 0, isExcluded: true));
        flows.Counts(flows.Event(Ignored.TimeWait), times: 7);
        flows.Settle(1);

        Rows(flows).Select(row => row.Replace('"', '\'')).Should().BeEquivalentTo(
            "{'direction':'ignored','family':'ipv4','kind':'time_wait','others':true,'count':7,'rate':0.7,"
            + "'first_seen':'2026-09-21T14:14:21Z','last_seen':'2026-09-21T14:14:21Z','minutes':[7]}",
            "{'direction':'received','family':'ipv6','kind':'established','role':'server','peer':'2001:db8::7','local':'2001:db8::ff',"
            + "'service_port':443,'service':'unit1.service','service_kind':'unit','network_namespace':4026531840,'count':5,'rate':0.2,"
            + "'first_seen':'2026-09-21T14:13:20Z','last_seen':'2026-09-21T14:14:20Z','minutes':[2,3],"
            + "'stages':{'no_data':0,'request':3,'exchange':2},'unacknowledged':2,'close_wait':2,'idle_ms':[5000,0,0]}",
            "{'direction':'sent','family':'ipv4','kind':'half_open','excluded':true,'peer':'192.0.2.1','local':'198.51.100.1',"
            + "'local_port':80,'peer_port':50000,'service':'host','service_kind':'host','network_namespace':4026531840,'count':1,"
            + "'rate':0.1,'first_seen':'2026-09-21T14:14:20Z','last_seen':'2026-09-21T14:14:20Z','minutes':[1]}");
    }

    [Fact]
    public void is_taken_up_by_the_next_run_which_goes_on_with_its_rows()
    {
        flows.Happens(flows.Event(Received.Established, connection: (1, 0, 5 * Flows.Hertz), isUnacknowledged: true), times: 3);
        flows.Happens(flows.Event(SentCause.HalfOpen, role: Role.Unknown, localPort: 80));
        flows.Counts(flows.Event(Ignored.Stray), times: 7);
        flows.Counts(flows.Event(Ignored.Stray, isExcluded: true), times: 5);
        flows.Settle();
        string[] before = Rows(flows);
        Flows next = new(now: 7_000_000); // after a boot
        next.Offset = flows.Now + flows.Offset - next.Now;
        next.Settle(0);

        HistoryReader.TryRead(Compose(flows), next.Table).Should().BeTrue();
        next.Settle(0);
        Rows(next).Select(WithoutRate).Should().BeEquivalentTo(before.Select(WithoutRate));
        next.Sums.Should().Equal(next.Totals, "what was counted before is none of this run's");

        next.Settle(120);
        next.Happens(next.Event(Received.Established, connection: (1, 0, 0)), times: 4);
        next.Happens(next.Event(SentCause.HalfOpen, role: Role.Unknown, localPort: 81));
        next.Settle();
        Flow row = next.Table.Rows.ToArray().Single(flow => flow.Key.Kind == Received.Established);
        (row.Count, row.Earlier, row.MinuteAt(0), row.MinuteAt(2), row.Request).Should().Be((7, 3, 4, 3, 7));
        next.Table.Rows.ToArray().Single(flow => flow.Key.Kind == SentCause.HalfOpen).SameLocalPort.Should().Be(0);
        next.Sums.Should().Equal(next.Totals);
    }

    [Fact]
    public void leaves_the_name_of_a_network_namespace_to_whoever_knows_more_than_its_number()
    {
        Flows written = new(services: new Namespaces("net:4026531840"));
        written.Happens(written.Event(SentCause.ClosedPort, cgroup: 0), times: 3);
        written.Happens(written.Event(SentCause.ClosedPort, cgroup: 5), times: 2);
        written.Settle();
        Flows read = new(now: written.Now, services: new Namespaces("blue")) { Offset = written.Offset };
        read.Settle(0);

        HistoryReader.TryRead(Compose(written), read.Table).Should().BeTrue();
        read.Happens(read.Event(SentCause.ClosedPort, cgroup: 0), times: 4);
        read.Settle();
        read.Table.Rows.ToArray().Select(row => $"{row.Key.Service.Name} {row.Count}").Should().BeEquivalentTo("blue 7", "unit5.service 2");
    }

    [Fact]
    public void tells_of_the_last_hour_only()
    {
        flows.Happens(flows.Event(Received.Established, "192.0.2.1"));
        flows.Settle(1800);
        flows.Happens(flows.Event(Received.Established, "192.0.2.2"));
        flows.Settle(1795);
        Rows(flows).Should().HaveCount(2);
        byte[] atLast = Compose(flows);
        flows.Settle(10);
        Rows(flows).Should().ContainSingle().Which.Should().Contain("192.0.2.2");

        Flows later = new(now: flows.Now) { Offset = flows.Offset };
        later.Settle(0);
        HistoryReader.TryRead(atLast, later.Table).Should().BeTrue();
        later.Table.Rows.ToArray().Should().ContainSingle("nor does what reads an older one");
    }

    [Fact]
    public void folds_the_smallest_rows_that_do_not_fit_into_512_KiB()
    {
        foreach (uint peer in Enumerable.Range(0, 4096).Select(number => (uint)number))
        {
            Received kind = peer % 3 == 0 ? Received.Closing : Received.Established;
            ResetEvent reset = flows.Event(kind, cgroup: peer + 1, connection: (1, 1, uint.MaxValue));
            flows.Happens(reset with { Peer = Flows.AddressOf(peer) }, times: 1 + (int)(peer % 40));
        }

        flows.Counts(flows.Event(Ignored.Stray), times: 9);
        flows.Settle();
        byte[] text = Compose(flows);
        text.Length.Should().BeInRange(400 * 1024, HistoryText.Largest);
        Flows reader = new(now: flows.Now) { Offset = flows.Offset };
        reader.Settle(0);
        HistoryReader.TryRead(text, reader.Table).Should().BeTrue();
        Dictionary<int, ulong> sums = reader.Table.Rows.ToArray().GroupBy(flow => flow.Key.Slot)
            .ToDictionary(group => group.Key, group => group.Aggregate(0UL, (sum, flow) => sum + flow.Count));
        sums.Should().Equal(flows.Totals.Where(total => total.Value > 0).ToDictionary());
        reader.Table.Rows.ToArray().Where(flow => !flow.IsOthers).Min(flow => flow.Count).Should().BeGreaterThan(20);
        reader.Table.Rows.ToArray().Count(flow => flow.IsOthers).Should().Be(3);
    }

    [Fact]
    public void holds_the_longest_rows_there_can_be()
    {
        FlowTable table = new(4096, new LongNames(), Flows.Hertz);
        ResetCounts counts = new();
        counts.Set(Family.IPv6, SentCause.TimeWait, 0);
        table.Settle(counts, flows.Now, Flows.Start);
        for (int minute = 0; minute < 60; minute++)
        {
            for (int number = 0; number < 300; number++)
            {
                string peer = $"2001:db8:1111:2222:3333:4444:5555:{number + 4096:x}";
                table.Read(flows.Event(SentCause.TimeWait, peer, connection: (1, 1, uint.MaxValue)));
            }

            counts.Add(Family.IPv6, SentCause.TimeWait, 300UL * 4_000_000_000);
            flows.Settle(60);
            table.Settle(counts, flows.Now, flows.Now + flows.Offset);
        }

        byte[] text = Compose(table);
        text.Length.Should().BeInRange(400 * 1024, HistoryText.Largest);
        FlowTable reader = new(4096, new SomeServices(), Flows.Hertz);
        reader.Clock.Set(flows.Now, flows.Now + flows.Offset);
        HistoryReader.TryRead(text, reader).Should().BeTrue();
    }

    [Fact]
    public void is_composed_without_allocating_once_its_rows_have_been_told()
    {
        ResetEvent[] events = [.. Enumerable.Range(0, 2000).Select(number =>
            flows.Event(Received.Established, connection: (1, 1, 9)) with { Peer = Flows.AddressOf((uint)number) })];
        foreach (ResetEvent reset in events)
        {
            flows.Happens(reset);
        }

        flows.Settle();
        HistoryText text = new(flows.Table);
        ArrayBufferWriter<byte> output = new(2 * HistoryText.Largest);
        text.Write(output);
        Allocation.Of(() =>
        {
            output.ResetWrittenCount();
            text.Write(output);
        }).Should().Be(0);
    }

    /// <summary>A name may be anything, as the kernel takes it from whoever makes a cgroup.</summary>
    [Property]
    public void takes_any_name_and_gives_it_back_without_what_nobody_sees(string? name)
    {
        name = (name ?? "") + "\u001b[31m\u202e\ud800x";
        FlowTable table = new(64, new OneName(name), Flows.Hertz);
        ResetCounts counts = new();
        table.Settle(counts, flows.Now, flows.Now + flows.Offset);
        table.Read(flows.Event(Received.Established));
        table.Settle(counts, flows.Now, flows.Now + flows.Offset);
        byte[] text = Compose(table);

        JsonDocument.Parse(text).RootElement.GetProperty("rows").GetArrayLength().Should().Be(1);
        FlowTable reader = new(64, new SomeServices(), Flows.Hertz);
        reader.Clock.Set(flows.Now, flows.Now + flows.Offset);
        HistoryReader.TryRead(text, reader).Should().BeTrue();
        reader.Rows[0].Key.Service.Name.Should().NotContain("\u001b").And.NotContain("\u202e");
    }

    internal static byte[] Compose(FlowTable table)
    {
        ArrayBufferWriter<byte> output = new();
        new HistoryText(table).Write(output);
        return output.WrittenSpan.ToArray();
    }

    internal static byte[] Compose(Flows flows) => Compose(flows.Table);

    internal static string[] Rows(Flows flows) =>
        [.. JsonDocument.Parse(Compose(flows)).RootElement.GetProperty("rows").EnumerateArray().Select(row => row.GetRawText())];

    private static string WithoutRate(string row) => System.Text.RegularExpressions.Regex.Replace(row, "\"rate\":[^,]+,", "");

    private sealed class OneName(string name) : IServiceDirectory
    {
        private readonly Service service = new(ServiceKind.Cgroup, name);

        public Service Find(ulong cgroup, uint networkNamespace) => service;
    }

    private sealed class LongNames : IServiceDirectory
    {
        private static readonly Service Longest = new(ServiceKind.NetworkNamespace, new string('\u4e2d', 5000));

        public Service Find(ulong cgroup, uint networkNamespace) => Longest;
    }

    private sealed class Namespaces(string name) : IServiceDirectory
    {
        private readonly SomeServices units = new();
        private readonly Service service = new(ServiceKind.NetworkNamespace, name);

        public Service Find(ulong cgroup, uint networkNamespace) => cgroup == 0 ? service : units.Find(cgroup, networkNamespace);
    }
}
