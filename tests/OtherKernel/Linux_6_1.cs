using FluentAssertions;
using TcpResets.Tests.Scenarios;
using Xunit;

namespace TcpResets.Tests.OtherKernel;

/// <summary>Debian 12's kernel: no reasons for what is sent, no socket with what is dropped, and functions that can be watched.</summary>
public sealed class Linux_6_1(BootedKernel kernel) : IClassFixture<BootedKernel>
{
    [Fact]
    public void lets_the_plugin_watch_its_functions() =>
        kernel.Console.Split('\n').Should().ContainMatch("*source: kernel events*")
            .And.NotContainMatch("*source: *functions cannot be watched*");

    [Theory]
    [InlineData("BPF PERFMON", "resets of IPv4's firewall rules are not seen, since only CAP_SYS_ADMIN may look into nf_reject_ipv4")]
    [InlineData("BPF PERFMON SYS_ADMIN", "attached by CAP_SYS_ADMIN, too, since functions of modules are watched")]
    [InlineData("SYS_ADMIN", "attached by CAP_SYS_ADMIN, since CAP_BPF and CAP_PERFMON were not given")]
    public void needs_no_more_than_these_capabilities(string capabilities, string finding) =>
        kernel.Console.Split('\n').Should().ContainMatch($"*source by {capabilities}: kernel events, *{finding}*");

    [Fact]
    public void says_that_it_is_locked_down() =>
        kernel.LockedDownConsole.Should().Contain("source: the kernel is locked down (confidentiality), which forbids to read its memory");

    [Fact]
    public void takes_as_many_rules_as_there_can_be() =>
        kernel.Console.Split('\n').Should().ContainMatch("*source with rules for 64 ranges: kernel events*");

    [Theory, MemberData(nameof(Every_way_to_make_a_reset.WaysWithRules), MemberType = typeof(Every_way_to_make_a_reset))]
    public void excludes_what_rules_say_and_nothing_else(string family, string name)
    {
        (string expected, string seen) = kernel.Row($"{family} with rules", name);
        seen.Should().Be(expected).And.Contain("no rule: ").And.Contain(" excluded");
    }

    [Theory, MemberData(nameof(Every_way_to_make_a_reset.WaysOfDebian), MemberType = typeof(Every_way_to_make_a_reset))]
    public void counts_each_reset_once_under_what_it_was(string family, string name)
    {
        (string expected, string seen) = kernel.Row(family, name);
        seen.Should().Be(expected, "over {0}, {1}; this was seen: {2}", family, name, seen);
    }

    [Theory, MemberData(nameof(Every_way_to_make_a_reset.WaysWithoutFunctions), MemberType = typeof(Every_way_to_make_a_reset))]
    public void counts_closed_ports_and_half_open_peers_where_functions_cannot_be_watched(string family, string name)
    {
        kernel.Console.Split('\n')
            .Should().ContainMatch("*source without functions: *; resets sent for TIME-WAIT are not seen; *functions cannot be watched*");
        (string expected, string seen) = kernel.Row($"{family} without functions", name);
        seen.Should().Be(expected, "over {0}, {1}; this was seen: {2}", family, name, seen);
    }
}
