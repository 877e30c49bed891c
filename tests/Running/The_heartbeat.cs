using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Running;

public sealed class The_heartbeat
{
    private const long Second = 1_000_000, Hour = 3600 * Second, Start = 1_790_000_000 * Second + 345_678;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(60)]
    [InlineData(86400)]
    public void beats_at_whole_multiples_of_the_update_every(int updateEvery)
    {
        SimulatedClock clock = new(updateEvery, Start);
        for (int i = 1; i <= 100; i++)
        {
            clock.NextCollection();
            clock.Realtime.Should().Be((Start / Second / updateEvery + i) * updateEvery * Second);
        }
    }

    [Theory]
    [InlineData(1, 0, 5_000)] // a quiet machine
    [InlineData(1, 0, 400_000)] // a busy one
    [InlineData(5, 0, 900_000)]
    public void neither_drifts_nor_misses_a_multiple_in_a_day_of_late_wake_ups(int updateEvery, int earliest, int latest)
    {
        SimulatedClock clock = new(updateEvery, Start) { Late = new Random(20261124), Earliest = earliest, Latest = latest };
        for (int i = 1; i <= 86400 / updateEvery; i++)
        {
            clock.NextCollection();
            (clock.Realtime / Second / updateEvery).Should().Be(Start / Second / updateEvery + i, "each multiple has its collection");
            (clock.Realtime % (updateEvery * Second)).Should().BeLessThanOrEqualTo(latest + 1000);
        }
    }

    [Theory]
    [InlineData(-500e-6)]
    [InlineData(500e-6)]
    public void beats_once_a_multiple_under_a_clock_that_is_slewed_against_the_timer(double slew)
    {
        SimulatedClock clock = new(1, Start) { Slew = slew };
        for (int i = 1; i <= 10_000; i++)
        {
            clock.NextCollection();
            ((clock.Realtime + 10_000) / Second).Should().Be(Start / Second + i, "each multiple has one collection, a hundredth early at most");
        }
    }

    [Theory]
    [InlineData(5 * Hour)]
    [InlineData(-5 * Hour)]
    [InlineData(Second / 3)]
    [InlineData(-Second / 3)]
    [InlineData(-Second)]
    [InlineData(Second)]
    public void is_back_on_the_multiples_within_two_seconds_after_the_clock_was_set(long by)
    {
        SimulatedClock clock = new(1, Start);
        clock.NextCollection();
        clock.Set(by);
        long waited = clock.NextCollection();
        waited.Should().BeInRange(0, 2 * Second);
        for (int i = 0; i < 10; i++)
        {
            waited = clock.NextCollection();
            waited.Should().BeInRange(1, Second);
            (clock.Realtime % Second).Should().Be(0);
        }
    }

    [Theory]
    [InlineData(5 * Hour)]
    [InlineData(-5 * Hour)]
    public void sees_a_clock_that_was_set_within_a_minute_however_long_the_update_every(long by)
    {
        SimulatedClock clock = new(7200, Start);
        clock.NextCollection();
        clock.Set(by);
        clock.NextCollection().Should().BeInRange(0, 60 * Second);
        clock.NextCollection();
        (clock.Realtime % (7200 * Second)).Should().Be(0);
    }

    [Theory]
    [InlineData(30 * Second)]
    [InlineData(30 * Second + 400_000)]
    [InlineData(8 * Hour)]
    public void beats_once_after_a_stop_or_a_suspend_and_goes_on_aligned(long stopped)
    {
        SimulatedClock clock = new(1, Start);
        clock.NextCollection();
        clock.Set(stopped);
        clock.NextCollection().Should().Be(0, "what was missed is collected at once");
        for (int i = 0; i < 5; i++)
        {
            clock.NextCollection().Should().BeInRange(1, Second + 10_000, "and only once");
            (clock.Realtime % Second).Should().Be(0);
        }
    }

    [Fact]
    public void is_aligned_again_after_a_collection_that_ended_just_before_a_multiple()
    {
        SimulatedClock clock = new(1, Start);
        clock.NextCollection(takes: 995_000);
        clock.NextCollection().Should().Be(1_005_000);
        (clock.Realtime % Second).Should().Be(0);
    }

    [Theory]
    [InlineData(2 * Second + 100_000)]
    [InlineData(59 * Second)]
    public void leaves_out_the_multiples_that_a_slow_reader_took(long takes)
    {
        SimulatedClock clock = new(1, Start);
        clock.NextCollection(takes);
        long free = clock.Realtime;
        clock.NextCollection().Should().BeInRange(1, Second + 10_000);
        (clock.Realtime % Second).Should().Be(0);
        (clock.Realtime - free).Should().BeInRange(1, Second + 10_000);
    }

    [Fact]
    public void never_waits_longer_than_a_minute_so_that_the_agent_hears_something()
    {
        SimulatedClock clock = new(86400, Start);
        long waited = clock.NextCollection();
        clock.LongestWait.Should().Be(60 * Second);
        clock.KeptAlive.Should().BeInRange((int)(waited / Second / 60) - 1, (int)(waited / Second / 60) + 1);
    }
}
