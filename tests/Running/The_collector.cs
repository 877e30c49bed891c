using FluentAssertions;
using TcpResets.Netdata;
using TcpResets.Procfs;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Tests.Logging;
using TcpResets.Tests.Resets;
using Xunit;

namespace TcpResets.Tests.Running;

public sealed class The_collector
{
    [Theory]
    [InlineData("/proc/net")] // kept open
    [InlineData("fixture")] // opened each time
    public void allocates_nothing_in_a_tick(string procNet)
    {
        using LogFile log = new();
        using SnmpSource source = new(procNet == "fixture" ? Repository.Fixture("6.18/proc/net") : procNet, log.Log);
        using var null_ = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        FlowTable flows = new(64, new SomeServices(), Flows.Hertz);
        Collector collector = new(source, new PluginsdWriter((int)null_.DangerousGetHandle()), 1, default, flows);
        collector.Collect(1, 1);
        collector.Collect(2, 2);
        long now = 2;
        Allocation.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                collector.Collect(++now, now);
                collector.KeepAlive();
            }
        }).Should().Be(0);
    }
}
