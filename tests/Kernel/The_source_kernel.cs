using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using TcpResets.Kernel;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Kernel;

/// <summary>What each way to make a reset counts as, tests/Scenarios show; here is how the source behaves.</summary>
public sealed class The_source_kernel
{
    public static TheoryData<string> Loopbacks => ["127.0.0.1", "::1", "::ffff:127.0.0.1"];

    [Theory]
    [MemberData(nameof(Loopbacks))]
    public void counts_both_ends_of_a_refused_connect_once_each(string address) => InNamespace((source, counts) =>
    {
        for (int i = 0; i < 100; i++)
        {
            OwnNamespace.Refuse(IPAddress.Parse(address));
        }

        source.Read(counts);
        Family family = address == "::1" ? Family.IPv6 : Family.IPv4;
        Told(counts).Should().BeEquivalentTo(
            $"{family} received 100", $"{family} refused 100", $"{family} sent 100", $"{family} closed_port 100");
    });

    [Theory]
    [MemberData(nameof(Loopbacks))]
    public void counts_an_aborted_connection_by_what_it_ended_and_why_it_was_sent(string address) => InNamespace((source, counts) =>
    {
        (Socket client, Socket server) = OwnNamespace.Connect(IPAddress.Parse(address));
        client.LingerState = new LingerOption(true, 0);
        client.Dispose();
        server.Dispose();
        source.Read(counts);
        Family family = address == "::1" ? Family.IPv6 : Family.IPv4;
        Told(counts).Should().BeEquivalentTo($"{family} received 1", $"{family} established 1", $"{family} sent 1", $"{family} aborted 1");
    });

    [Theory]
    [MemberData(nameof(Loopbacks))]
    public void counts_nothing_of_ordinary_traffic(string address) => InNamespace((source, counts) =>
    {
        for (int i = 0; i < 500; i++)
        {
            (Socket client, Socket server) = OwnNamespace.Connect(IPAddress.Parse(address));
            client.Send("question"u8);
            server.Receive(new byte[8]);
            server.Send("answer"u8);
            server.Shutdown(SocketShutdown.Send);
            byte[] buffer = new byte[8];
            while (client.Receive(buffer) > 0)
            {
            }

            client.Dispose();
            server.Dispose();
        }

        source.Read(counts);
        Told(counts).Should().BeEmpty();
    });

    [Fact]
    public void counts_from_when_it_is_attached_and_never_what_another_one_counts() =>
        InNamespace((source, counts) => OwnNamespace.Run(other =>
    {
        OwnNamespace.Refuse(IPAddress.Loopback);
        using KernelSource late = Attach(other);
        OwnNamespace.Refuse(IPAddress.Loopback);
        ResetCounts lateCounts = new();
        late.Read(lateCounts);
        source.Read(counts);
        Told(lateCounts).Should().Contain("IPv4 received 1").And.Contain("IPv4 sent 1");
        Told(counts).Should().BeEmpty("it looks at another namespace");
    }));

    [Fact]
    public void sees_every_network_namespace_when_it_is_not_told_one()
    {
        using KernelSource all = Attach(0);
        ResetCounts before = new();
        ResetCounts after = new();
        all.Read(before);
        OwnNamespace.Run(_ =>
        {
            for (int i = 0; i < 50; i++)
            {
                OwnNamespace.Refuse(IPAddress.IPv6Loopback);
            }
        });
        all.Read(after);
        before.TryGet(Family.IPv6, Received.Refused, out ulong atFirst).Should().BeTrue();
        after.TryGet(Family.IPv6, Received.Refused, out ulong now).Should().BeTrue();
        (now - atFirst).Should().BeGreaterThanOrEqualTo(50, "others on this machine may have had some, too");
    }

    /// <summary>Data behind a shutdown makes the kernel call tcp_reset() without a reset; it is read again and again meanwhile.</summary>
    [Fact]
    public void never_tells_less_than_before_and_nothing_of_what_was_not_received() => InNamespace((source, counts) =>
    {
        const int Times = 3000;
        bool isOver = false;
        List<ulong> told = [0];
        Thread reader = new(() =>
        {
            while (!Volatile.Read(ref isOver))
            {
                source.Read(counts);
                counts.TryGet(Family.IPv4, Received.Closing, out ulong closing);
                if (closing != told[^1])
                {
                    told.Add(closing);
                }
            }
        });
        reader.Start();
        for (int i = 0; i < Times; i++)
        {
            (Socket client, Socket server) = OwnNamespace.Connect(IPAddress.Loopback);
            server.Shutdown(SocketShutdown.Both);
            client.Send("late"u8);
            client.Dispose();
            server.Dispose();
        }

        Volatile.Write(ref isOver, true);
        reader.Join();
        source.Read(counts);
        told.Should().BeInAscendingOrder();
        told[^1].Should().Be(source.Excess, "what was told too early, and no more: none was received while closing");
        Told(counts).Where(kind => !kind.Contains("closing")).Should().BeEquivalentTo(
            $"IPv4 received {Times + (int)told[^1]}", $"IPv4 established {Times}", $"IPv4 sent {Times}", $"IPv4 late_data {Times}");
    });

    [Fact]
    public void allocates_nothing_in_a_reading() => InNamespace((source, counts) =>
    {
        source.Read(counts);
        Allocation.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                source.Read(counts);
            }
        }).Should().Be(0);
    });

    [Fact]
    public void has_missed_nothing() => InNamespace((source, _) => source.Missed.Should().Be(0));

    [Fact]
    public void says_what_it_rests_on_and_what_it_cannot_see()
    {
        using KernelSource? source = KernelSource.TryAttach(new KernelOptions(), out SourceFinding finding);
        finding.Works.Should().BeTrue(finding.Reason);
        finding.Reason.Should().StartWith("kernel events, exact, all network namespaces").And.NotEndWith(".");
        finding.Reason.Should().Be(
            string.Join("; ", ["kernel events, exact, all network namespaces", .. source!.Limits]),
            "root needs no CAP_SYS_ADMIN for modules here");
        source.Knows(Family.IPv4, Kind.AllReceived).Should().BeTrue();

        // What the table says of this kernel, this kernel then shows: tests/Scenarios plays each kind.
        using KernelBtf types = KernelBtf.Load(out _);
        KernelFacts facts = KernelFactsReader.Read(types);
        KernelPlan plan = KernelPlan.For(facts);
        source.Limits.Should().Equal(plan.Limits);
        facts.DropsTellSocket.Should().BeTrue("this is written for Linux 6.11 and later");
        foreach (Family family in Enum.GetValues<Family>())
        {
            Kind.OfReceived.Concat(Kind.OfIgnored).Should().OnlyContain(kind => source.Knows(family, kind));
            Kind.OfSent.Where(kind => !source.Knows(family, kind))
                .Should().Equal(facts.Watching == FunctionWatching.Possible ? [] : [SentCause.Firewall]);
        }
    }

    private static void InNamespace(Action<KernelSource, ResetCounts> work) => OwnNamespace.Run(number =>
    {
        using KernelSource source = Attach(number);
        work(source, new ResetCounts());
    });

    private static KernelSource Attach(uint number)
    {
        KernelSource? source = KernelSource.TryAttach(new KernelOptions { NetworkNamespace = number }, out SourceFinding finding);
        return source ?? throw new InvalidOperationException($"{finding.Reason}; this test needs root and a kernel with BPF");
    }

    private static List<string> Told(ResetCounts counts)
    {
        List<string> told = [];
        foreach (Family family in Enum.GetValues<Family>())
        {
            Add("received", Kind.AllReceived);
            Add("sent", Kind.AllSent);
            foreach (Kind kind in (IEnumerable<Kind>)[.. Kind.OfReceived, .. Kind.OfIgnored, .. Kind.OfSent])
            {
                Add($"{kind}{(kind.Total is null ? " (ignored)" : "")}", kind);
            }

            void Add(string name, Kind kind)
            {
                if (counts.TryGet(family, kind, out ulong resets) && resets > 0)
                {
                    told.Add($"{family} {name} {resets}");
                }
            }
        }

        return told;
    }
}
