using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Services;
using Xunit;

namespace TcpResets.Tests.Services;

public sealed class What_programs_say_of_this_host
{
    [Fact]
    public void is_read_of_systemctl() => SystemdUnits.Parse(
        """
        Result=oom-kill
        NRestarts=3
        Id=app.service
        ActiveState=failed
        SubState=failed
        ActiveEnterTimestampMonotonic=5000000

        Result=success
        NRestarts=0
        Id=web.service
        ActiveState=activating
        SubState=auto-restart
        ActiveEnterTimestampMonotonic=0

        """,
        boot: 1_000_000).Select(unit => $"{unit.Name} {unit.State} {unit.Result} {unit.Restarts} {unit.Started}")
        .Should().Equal("app.service failed oom-kill 3 6000000", "web.service auto-restart success 0 0");

    [Fact]
    public void is_read_of_nft() => NftRules.Parse(
        "table ip f {\n\tchain in {\n\t\ttype filter hook input priority filter; policy accept;\n"
        + "\t\ttcp dport 80 reject with tcp reset\n\t\tudp dport 53 reject\n\t\ttcp dport 22 accept\n\t}\n}\n"
        + "table ip6 g {\n\tchain x {\n\t\ttcp flags syn counter reject with tcp reset\n\t}\n}\n")
        .Should().Equal(
            "table ip f, chain in: tcp dport 80 reject with tcp reset",
            "table ip6 g, chain x: tcp flags syn counter reject with tcp reset");

    [Fact]
    public void is_read_of_conntrack() => Translations.Parse(
        "tcp      6 431999 ESTABLISHED src=10.0.0.1 dst=10.96.0.1 sport=41000 dport=443 src=10.42.0.7 dst=10.0.0.1 sport=8443 dport=41000\n"
        + "tcp      6 10 TIME_WAIT src=10.0.0.1 dst=10.96.0.1 sport=41001 dport=443 src=10.42.0.7 dst=10.0.0.1 sport=8443 dport=41001\n"
        + "conntrack v1.4.7: 2 flow entries have been shown.\n").Should().Equal("10.42.0.7");

    [Fact]
    public void is_read_of_the_connection_tracking_itself() => Translations.Parse(
        "ipv4     2 tcp      6 86399 ESTABLISHED src=10.0.0.1 dst=10.0.0.9 sport=40000 dport=80 src=10.0.0.9 dst=10.0.0.1 sport=80 "
        + "dport=40000 [ASSURED] mark=0 use=2\n"
        + "ipv4     2 tcp      6 86399 ESTABLISHED src=10.0.0.1 dst=10.0.0.5 sport=40000 dport=80 src=10.0.0.5 dst=10.0.0.1 sport=8080 "
        + "dport=40000 [ASSURED] mark=0 use=2\n"
        + "ipv4     2 udp      17 29 src=10.0.0.1 dst=10.96.0.10 sport=53000 dport=53 src=10.42.0.3 dst=10.0.0.1 sport=53 dport=53000 "
        + "mark=0 use=2\n"
        + "ipv6     10 tcp      6 9 CLOSE src=fd00::1 dst=fd00::a sport=41000 dport=443 src=fd00:42::7 dst=fd00::1 sport=443 dport=41000 "
        + "mark=0 use=2\n").Should().Equal("10.0.0.5", "fd00:42::7");

    [Fact]
    public void is_read_of_the_statistics_of_the_connection_tracking()
    {
        HostNumbers.InvalidPackets("entries  found invalid\n00000003  00000000 0000000a\n00000003  00000000 00000001\n").Should().Be(11);
        HostNumbers.InvalidPackets("").Should().BeNull();
        HostNumbers.InvalidPackets("entries found\n1 2\n").Should().BeNull();
    }

    [Fact]
    public void is_there_for_everybody()
    {
        HostFacts facts = HostNumbers.Read();
        facts.BootTime.Should().BeLessThan(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1000);
        facts.TcpMemory.Should().NotBeNull();
        facts.MostTcpMemory.Should().BeGreaterThan(0);
        facts.MostOrphans.Should().NotBeNull();
        facts.OutOfMemoryKills.Should().NotBeNull();
    }
}
