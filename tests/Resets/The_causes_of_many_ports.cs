using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Terminal;
using Xunit;

namespace TcpResets.Tests.Resets;

/// <summary>Rows that are written down, of resets that have no port in common: they have none to name.</summary>
public sealed class The_causes_of_many_ports : IServiceDirectory
{
    private readonly Flows flows = new();
    private string service = "";

    /// <summary>The role, whether it is of one peer, whether the port is here.</summary>
    public static MatrixTheoryData<string, bool, bool> WithoutPort => new(Enum.GetNames<Role>(), [false, true], [false, true]);

    Service IServiceDirectory.Find(ulong cgroup, uint networkNamespace) => new(ServiceKind.Unit, service);

    [Fact]
    public void are_that_this_host_tries_those_of_one_peer()
    {
        for (ushort port = 1; port <= 300; port++)
        {
            flows.Happens(flows.Event(Received.Refused, "10.77.0.2", Role.Client, localPort: 40_000, peerPort: port));
        }

        flows.Settle();
        Cause cause = Diagnosis.Explain(Diagnosis.Look(flows.Table.Rows), HostFacts.None).Should().ContainSingle().Subject;
        cause.Rule.Word.Should().Be("ports_tried");
        CauseLines.What(cause).Should().StartWith("this host tries many ports of one peer: unit1.service → 10.77.0.2, refused, ");
        cause.Evidence.Should().Be("300 ports of 10.77.0.2 refused unit1.service: that is a scan from here, or a program whose list of "
            + "ports is wrong; a service that is down shows at one port.");
        cause.Next.Should().Be("Which ports, and whose are they? `tcp-resets watch --kind refused --peer 10.77.0.2 --count 20`; "
            + "stop or correct what tries them in unit1.service.");
    }

    /// <summary>0 stands for many ports, and for one that is not known.</summary>
    [Theory, MemberData(nameof(WithoutPort))]
    public void are_told_without_port_0(string role, bool isOfOne, bool isPortHere)
    {
        int told = 0;
        foreach (Kind kind in Flows.AllKinds.Where(kind => kind != Kind.Excluded))
        {
            foreach (string name in new[] { "unit1.service", "netdata.service" })
            {
                service = name;
                Crowd crowd = CrowdOf(kind, Enum.Parse<Role>(role), isOfOne, isPortHere);
                foreach (CauseRule rule in CauseRules.All.Where(rule => rule.Applies(crowd, HostFacts.None)))
                {
                    Cause cause = new(rule, crowd, HostFacts.None);
                    $"{CauseLines.What(cause)} {cause.Evidence} {cause.Next}".Should()
                        .NotMatchRegex(@"\bports? 0\b|:0\b|grep -rn 0\b", "{0} has no port", rule.Word);
                    told++;
                }
            }
        }

        told.Should().BeGreaterThan(40);
    }

    private Crowd CrowdOf(Kind kind, Role role, bool isOfOne, bool isPortHere)
    {
        Flows alone = new(services: this);
        for (int i = 0; i < 20; i++)
        {
            string peer = isOfOne ? "192.0.2.1" : $"192.0.2.{i + 1}";
            alone.Happens(alone.Event(kind, peer, role, localPort: 443, connection: (5, (ulong)(i % 2), 1250)));
        }

        alone.Settle();
        Crowd crowd = new(kind, role, 0, isPortHere);
        foreach (Flow row in alone.Table.Rows)
        {
            crowd.Add(row, isLive: false);
        }

        crowd.Close(1);
        return crowd;
    }
}
