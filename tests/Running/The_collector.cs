using FluentAssertions;
using TcpResets.Netdata;
using TcpResets.Procfs;
using TcpResets.Running;
using TcpResets.Tests.Logging;
using Xunit;

namespace TcpResets.Tests.Running;

public sealed class The_collector
{
    private const long Second = 1_000_000, Start = 1_790_000_000 * Second + 345_678;

    [Theory]
    [InlineData("/proc/net")] // kept open
    [InlineData("fixture")] // opened each time
    public void allocates_nothing_in_a_tick(string procNet)
    {
        using LogFile log = new();
        using SnmpSource source = new(procNet == "fixture" ? Repository.Fixture("6.18/proc/net") : procNet, log.Log);
        using var null_ = File.OpenHandle("/dev/null", FileMode.Open, FileAccess.Write);
        Collector collector = new(source, new PluginsdWriter((int)null_.DangerousGetHandle()), 1);
        collector.Collect(1);
        collector.Collect(2);
        long now = 2;
        Allocation.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                collector.Collect(++now);
                collector.KeepAlive();
            }
        }).Should().Be(0);
    }

    /// <summary>At midday the wall clock is set by this much, and the machine is suspended for this long.</summary>
    [Theory]
    [InlineData(-Second / 4, 0)]
    [InlineData(-3600 * Second, (8 * 3600 * Second) + 123_456)]
    public void misses_no_second_of_a_day_and_does_not_grow(long set, long suspended)
    {
        const int Day = 86_400;
        using TemporaryDirectory directory = new();
        string output = directory.Write("output", "");
        using LogFile log = new();
        using SnmpSource source = new("/proc/net", log.Log);
        using var file = File.OpenHandle(output, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        Collector collector = new(source, new PluginsdWriter((int)file.DangerousGetHandle()), 1);
        SimulatedClock clock = new(1, Start) { Late = new Random(20261125), Latest = 5_000 };
        long[] realtime = new long[Day];
        long boottime = Second;
        collector.Collect(boottime);
        long allocated = 0;
        for (int tick = 0; tick < Day; tick++)
        {
            if (tick == Day / 2)
            {
                clock.Set(set + suspended);
                boottime += suspended;
            }

            boottime += clock.NextCollection();
            collector.Collect(boottime);
            realtime[tick] = clock.Realtime;
            allocated = tick == 0 ? GC.GetAllocatedBytesForCurrentThread() : allocated;
        }

        (GC.GetAllocatedBytesForCurrentThread() - allocated).Should().BeLessThan(Allocation.Noise, "it runs for years");
        realtime.Should().OnlyContain(at => at % Second < 15_000 || at % Second >= 990_000 || at == realtime[Day / 2], "it does not drift");
        realtime[..(Day / 2)].Select((at, tick) => (at + 10_000) / Second - tick).Should().OnlyContain(second => second == (Start / Second) + 1);
        long afterwards = (realtime[(Day / 2) + 1] + 10_000) / Second;
        realtime[((Day / 2) + 1)..].Select((at, tick) => ((at + 10_000) / Second) - tick).Should().OnlyContain(second => second == afterwards);

        long[] told = [.. File.ReadLines(output).Where(line => line.StartsWith("BEGIN ", StringComparison.Ordinal)).Skip(1).Select(line => long.Parse(line.Split(' ')[2]))];
        told.Should().HaveCount(Day);
        told.Sum().Should().Be(boottime - Second, "the agent is told all of the time that has passed");
        told.Where(microseconds => microseconds is < (Second / 2) or > (2 * Second)).Should().HaveCountLessThanOrEqualTo(suspended > 0 || Math.Abs(set) > Second ? 2 : 0);
        log.Lines.Should().BeEmpty();
    }
}
