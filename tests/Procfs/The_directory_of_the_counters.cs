using FluentAssertions;
using TcpResets.Procfs;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Procfs;

public sealed class The_directory_of_the_counters : IDisposable
{
    private readonly TemporaryDirectory root = new();

    [Fact]
    public void is_that_of_the_plugin_itself_without_a_prefix() => ProcNet.Find("").Should().Be("/proc/net");

    [Fact]
    public void is_that_of_the_hosts_init_under_a_prefix()
    {
        root.Write("proc/1/net/snmp", "");
        root.Write("proc/net/snmp", "");
        ProcNet.Find(root.Path).Should().Be($"{root.Path}/proc/1/net");
    }

    [Fact]
    public void is_proc_net_under_a_prefix_without_processes() => ProcNet.Find(root.Path).Should().Be($"{root.Path}/proc/net");

    [Fact]
    public void works_when_snmp_can_be_read()
    {
        root.Write("proc/net/snmp", "");
        ProcNet.Examine($"{root.Path}/proc/net").Should().Be(new SourceFinding(
            SourceKind.Snmp,
            Works: true,
            $"counters of {root.Path}/proc/net/snmp and {root.Path}/proc/net/netstat, this network namespace only"));
    }

    [Fact]
    public void does_not_work_when_snmp_is_missing_and_names_it() => ProcNet.Examine($"{root.Path}/proc/net").Should().Be(
        new SourceFinding(SourceKind.Snmp, Works: false, $"{root.Path}/proc/net/snmp: No such file or directory"));

    public void Dispose() => root.Dispose();
}
