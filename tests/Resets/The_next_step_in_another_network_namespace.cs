using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Services;
using Xunit;

namespace TcpResets.Tests.Resets;

/// <summary>Its commands run there as they are printed, wherever it is that diagnose runs.</summary>
public sealed class The_next_step_in_another_network_namespace
{
    private const uint Own = 1, Other = 4026531840;
    private const string Nobody = "Which service should listen there? ";

    public static TheoryData<string?, string> Entries => new()
    {
        { "", Nobody + "`ss -ltnp 'sport = :443'`; `systemctl --failed`" },
        { "ip netns exec web ", Nobody + "`ip netns exec web ss -ltnp 'sport = :443'`; `systemctl --failed`" },
        { "nsenter -t 812 -n ", Nobody + "`nsenter -t 812 -n ss -ltnp 'sport = :443'`; `systemctl --failed`" },
        {
            null, Nobody + "`ss -ltnp 'sport = :443'`; `systemctl --failed`; to be run in the network namespace 4026531840: "
                + "`lsns -t net` shows who lives there"
        },
    };

    [Theory, MemberData(nameof(Entries))]
    public void is_run_there(string? entry, string next) => NextOf(SentCause.ClosedPort, entry).Should().Be(next);

    [Fact]
    public void is_to_be_run_there_if_it_was_not_visited() =>
        CauseOf(SentCause.ClosedPort, new HostFacts { OwnNamespace = Own }).Next.Should().EndWith(
            "; to be run in the network namespace 4026531840: `lsns -t net` shows who lives there");

    [Fact]
    public void is_run_here_if_that_is_where_it_is() =>
        CauseOf(SentCause.ClosedPort, new HostFacts { OwnNamespace = Other }).Next.Should().StartWith(Nobody + "`ss ");

    [Fact]
    public void is_run_at_the_peer_if_it_is_for_it() =>
        NextOf(Received.Refused, "ip netns exec web ", Role.Client).Should().StartWith("At the peer: `ss -ltnp 'sport = :50000'`; ");

    [Fact]
    public void sets_what_the_whole_machine_has_where_that_can_be_set() =>
        CauseOf(SentCause.NoMemory, new() { OwnNamespace = Own, Orphans = 90, MostOrphans = 100 }).Next.Should()
            .EndWith("`sysctl -w net.ipv4.tcp_max_orphans=200`");

    [Fact]
    public void names_the_process_that_listens_and_where_it_is_not_known_how_to_find_it()
    {
        ListenerFacts known = new(443, 0, 128, "app (7)", 7);
        NextOf(SentCause.Aborted, "", listeners: known).Should().Contain("`strace -fe trace=close,setsockopt,shutdown -p 7`");
        NextOf(SentCause.HalfOpen, "", listeners: known).Should()
            .Be("Close connections before you stop a service. Since when does it run? `ps -o lstart,args -p 7`");
        NextOf(SentCause.HalfOpen, "").Should().EndWith("`ss -ltnp 'sport = :443'` names its process; `ps -o lstart,args -p PID`");

        // Of a client, it is not that of whoever listens at a port of the same number here.
        NextOf(SentCause.Aborted, "", Role.Client, known, peerPort: 443).Should().Contain("-p PID`");
    }

    /// <summary>What <c>ip netns</c> calls it, if anything; whether a process lives there; and what a command for it begins with.</summary>
    public static TheoryData<string, bool, string> Real => new()
    {
        { "tcp-resets.web_1", false, "^ip netns exec tcp-resets\\.web_1 ss " },
        { "tcp-resets$(x)", true, "^nsenter -t [0-9]+ -n ss " },
        { "", true, "^nsenter -t [0-9]+ -n ss " },
    };

    [Theory, MemberData(nameof(Real))]
    public void shows_what_listens_there(string name, bool isLivedIn, string pattern)
    {
        if (name.Length > 0)
        {
            Command.Output("ip", ["netns", "add", name]);
        }

        try
        {
            using NetworkNamespace other = name.Length > 0 ? NetworkNamespace.Named(name) : NetworkNamespace.Create();
            other.Run("ip", "link set lo up");
            using RunningProgram? inside = isLivedIn ? other.Visit(() => Shell.Start("echo ready; read line")) : null;
            inside?.NextLine();
            using TcpListener listener = other.Visit(() => new TcpListener(IPAddress.Loopback, 0));
            listener.Start(backlog: 5);
            ushort port = (ushort)((IPEndPoint)listener.LocalEndpoint).Port;

            Flows flows = new();
            flows.Happens(flows.Event(SentCause.QueueFull, localPort: port) with { NetworkNamespace = other.Inode }, 60);
            flows.Settle();
            List<Crowd> crowds = Diagnosis.Look(flows.Table.Rows);
            string next = Diagnosis.Explain(crowds, new HostFactsReader(isRoot: true).Read(crowds))[0].Next;

            string command = next.Split('`')[1];
            command.Should().MatchRegex(pattern, next);
            Shell.Run(command).Output.Should().MatchRegex($@"LISTEN .*127\.0\.0\.1:{port} ");
            Shell.Run(command[command.IndexOf("ss ", StringComparison.Ordinal)..]).Output.Should().NotContain("LISTEN", "here nobody does");
        }
        finally
        {
            if (name.Length > 0)
            {
                Command.Output("ip", ["netns", "del", name]);
            }
        }
    }

    private static string NextOf(
        Kind kind, string? entry, Role role = Role.Server, ListenerFacts? listeners = null, ushort peerPort = 50000) =>
        CauseOf(
            kind,
            new()
            {
                OwnNamespace = Own,
                Namespaces = [new NamespaceFacts(Other) { Entry = entry, Listeners = listeners is null ? [] : [listeners] }],
            },
            role,
            peerPort).Next;

    private static Cause CauseOf(Kind kind, HostFacts facts, Role role = Role.Server, ushort peerPort = 50000)
    {
        Flows flows = new();
        flows.Happens(flows.Event(kind, role: role, peerPort: peerPort, connection: (5, 5, 25)), 60);
        flows.Settle();
        return Diagnosis.Explain(Diagnosis.Look(flows.Table.Rows), facts).Should().ContainSingle().Subject;
    }
}
