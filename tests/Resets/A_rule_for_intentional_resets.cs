using System.Net;
using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Resets;

public sealed class A_rule_for_intentional_resets
{
    /// <summary>What an operator writes, and how it is told back.</summary>
    public static TheoryData<string, string> Lines => new()
    {
        { "kinds handshake established, port 8080, peers 10.0.0.0/8 fd00::/8", "" },
        { "port 8080", "" },
        { "peers 10.0.0.0/8", "" },
        { "kinds refused", "" },
        { "kinds received.time_wait ignored.invalid sent.time_wait", "" },
        { "kinds received", "" },
        { "kinds received sent", "" },
        { "kinds refused handshake established closing received.time_wait", "kinds received" },
        { "kinds sent.aborted aborted received.refused", "kinds refused aborted" },
        { "kinds closed_port refused", "kinds refused closed_port" },
        { "  PEERS  10.1.2.3/8   10.1.2.3 ,Port 80,\tkinds REFUSED  ", "kinds refused, port 80, peers 10.1.2.3/8 10.1.2.3" },
        { "peers 10.0.0.1 10.0.0.1/32 ::ffff:10.0.0.1", "peers 10.0.0.1" },
        { "peers ::ffff:0:0/96", "peers 0.0.0.0/0" },
        { "peers 0.0.0.0/0 ::/0", "" },
        { "peers ::ffff:0:0/90", "" },
        { "kinds received ignored sent, port 1", "port 1" },
    };

    public static TheoryData<string, string> Mistakes => new()
    {
        { "", "it needs kinds, a port or peers" },
        { "kinds received sent ignored", "it takes every reset there is" },
        { "kinds", "'kinds' names none" },
        { "peers, port 80", "'peers' names none" },
        { "port", "'port' is not one port, 1 to 65535" },
        { "port 0", "'port 0' is not one port, 1 to 65535" },
        { "port 65536", "'port 65536' is not one port, 1 to 65535" },
        { "port 80 443", "'port 80 443' is not one port, 1 to 65535" },
        { "port http", "'port http' is not one port, 1 to 65535" },
        { "port 80, port 443", "it has 'port' twice" },
        { "port 80,", "there is nothing at one of its commas" },
        { "kinds abort", "'abort' is no kind of reset" },
        { "kinds 3", "'3' is no kind of reset" },
        { "kinds excluded", "'excluded' is no kind of reset" },
        {
            "kinds time_wait",
            "'time_wait' is a kind of more than one direction: write received.time_wait or ignored.time_wait or sent.time_wait"
        },
        { "kinds invalid", "'invalid' is a kind of more than one direction: write ignored.invalid or sent.invalid" },
        { "kinds sent.refused", "'sent.refused' is no kind of reset" },
        { "peers 10.0.0/8", "'10.0.0/8' is neither an address nor a range of them, as in 10.0.0.0/8 or fd00::/8" },
        { "peers localhost", "'localhost' is neither an address nor a range of them, as in 10.0.0.0/8 or fd00::/8" },
        { "8080", "'8080' begins with none of kinds, port, peers" },
        { "ports 8080", "'ports 8080' begins with none of kinds, port, peers" },
        { "kinds refused port 80", "'port' is no kind of reset" },
        { "port 80 # mine", "'port 80 # mine' is not one port, 1 to 65535" },
    };

    [Theory, MemberData(nameof(Lines))]
    public void is_read_and_told_in_the_words_of_the_configuration(string text, string told)
    {
        ExcludeRuleText.TryParse("x", text, out ExcludeRule? rule, out string problem).Should().BeTrue(problem);
        rule!.Line.Should().Be($"x = {(told.Length > 0 ? told : text)}");
    }

    [Theory, MemberData(nameof(Mistakes))]
    public void is_refused_with_what_is_wrong(string text, string expected)
    {
        ExcludeRuleText.TryParse("x", text, out ExcludeRule? rule, out string problem).Should().BeFalse();
        problem.Should().Be(expected);
        rule.Should().BeNull();
    }

    [Fact]
    public void has_all_kinds_and_all_peers_unless_it_names_some()
    {
        ExcludeRuleText.TryParse("x", "port 80", out ExcludeRule? rule, out _).Should().BeTrue();
        rule!.Kinds.Should().Equal([.. Kind.OfReceived, .. Kind.OfIgnored, .. Kind.OfSent]);
        rule.Peers.Should().Equal(AddressRange.All);
        rule.ServicePort.Should().Be(80);
    }

    /// <summary>What <c>diagnose</c> proposes, the configuration takes.</summary>
    [Property(MaxTest = 500)]
    public void is_read_back_as_it_was_told(uint kinds, ushort port, (uint Address, byte Length, bool IsIPv6)[] peers)
    {
        List<Kind> some = [.. KindWords.All.Where(kind => (kinds & (1u << kind.Number)) != 0)];
        List<AddressRange> ranges = [.. peers.Take(20).Select(Range).Distinct()];
        ExcludeRule rule = new(
            "a rule", some.Count > 0 ? some : [SentCause.ClosedPort], port, ranges.Count > 0 ? ranges : [AddressRange.All]);

        string[] parts = rule.Line.Split(" = ", 2);
        ExcludeRuleText.TryParse(parts[0], parts[1], out ExcludeRule? read, out string problem).Should().BeTrue(problem);
        read!.Name.Should().Be(rule.Name);
        read.Kinds.Should().Equal(rule.Kinds);
        read.ServicePort.Should().Be(port);
        read.Peers.Should().Equal(rule.Peers);
        read.Line.Should().Be(rule.Line);
    }

    [Property(MaxTest = 500)]
    public void never_throws(string? name, string? text)
    {
        bool isOne = ExcludeRuleText.TryParse(name ?? "", text ?? "", out ExcludeRule? rule, out string problem);
        isOne.Should().Be(rule is not null).And.Be(problem.Length == 0);
    }

    [Theory]
    [InlineData("nginx on 8080", "nginx on 8080")]
    [InlineData("a=b", "a_b")]
    [InlineData("#1", "_1")]
    [InlineData("[plugin]", "_plugin]")]
    [InlineData("x\ny = port 1\u2028z\e", "x_y _ port 1_z_")]
    [InlineData("  ", "rule")]
    public void is_told_with_a_name_that_a_line_can_have(string name, string told) =>
        new ExcludeRule(name, [Received.Refused], 0, [AddressRange.All]).Line.Should().Be($"{told} = kinds refused");

    [Fact]
    public void is_told_with_a_name_that_is_not_too_long() =>
        new ExcludeRule(new('x', 65), [Received.Refused], 0, [AddressRange.All]).Line.Should().Be($"{new string('x', 64)} = kinds refused");

    private static AddressRange Range((uint Address, byte Length, bool IsIPv6) peer)
    {
        IPAddress address = peer.IsIPv6 ? new([0xfd, .. new byte[11], .. BitConverter.GetBytes(peer.Address)]) : new(peer.Address);
        AddressRange.TryParse($"{address}/{peer.Length % (peer.IsIPv6 ? 129 : 33)}", out AddressRange range).Should().BeTrue();
        return range;
    }
}
