using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Arm64;

/// <summary>Debian 12's kernel for arm64, emulated: programs load, but not at functions; only <c>make arm64</c> is in between.</summary>
public sealed class Debian_on_arm64
{
    [Fact]
    public void runs_the_plugin_which_counts_what_its_kernel_lets_it_see_and_says_what_not()
    {
        CommandResult boot = Shell.Run(Path.Join(Repository.Root, "tests/Arm64/boot"));
        boot.ExitCode.Should().Be(0, "the machine must come to its end:\n{0}", boot.Output);

        string[] console = boot.Output.Split('\n');
        console.Should().ContainMatch("Linux 6.1.* aarch64")
            .And.ContainMatch("source kernel  in use  kernel events, exact, *; "
                + "resets of firewall rules are not seen, since this kernel's functions cannot be watched (on arm64, from Linux 6.4 on)")
            .And.ContainMatch("source snmp    works *")
            .And.Contain("ipv4.tcp_resets_received: SET refused = 20")
            .And.Contain("ipv6.tcp_resets_received: SET refused = 20")
            .And.Contain("ipv4.tcp_resets_sent: SET closed_port = 20")
            .And.Contain("ipv6.tcp_resets_sent: SET closed_port = 20")
            .And.Contain("exit status 0");
        console.Where(line => line.Contains("tcp-resets.plugin INFO", StringComparison.Ordinal)).Should().ContainSingle()
            .Which.Should().Contain("source kernel, update every 1 s; ");
    }
}
