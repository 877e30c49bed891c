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
        SimulatedLoop loop = new(updateEvery, Start);
        loop.Run(100);
        loop.Collections.Select(collection => collection.Realtime)
            .Should().Equal(Enumerable.Range(1, 100).Select(i => ((Start / Second / updateEvery) + i) * updateEvery * Second));
    }

    [Theory]
    [InlineData(1, 0, 5_000)] // a quiet machine
    [InlineData(1, 0, 400_000)] // a busy one
    [InlineData(5, 0, 900_000)]
    public void neither_drifts_nor_misses_a_multiple_in_a_day_of_late_wake_ups(int updateEvery, int earliest, int latest)
    {
        SimulatedLoop loop = new(updateEvery, Start) { Late = new Random(20261124), Earliest = earliest, Latest = latest };
        loop.Run(86400 / updateEvery);
        loop.Collections.Select(collection => collection.Realtime / Second / updateEvery)
            .Should().Equal(
                Enumerable.Range(1, 86400 / updateEvery).Select(i => (Start / Second / updateEvery) + i),
                "each multiple has its collection");
        loop.Collections.Should().OnlyContain(collection => collection.Realtime % (updateEvery * Second) <= latest + 1000);
    }

    [Theory]
    [InlineData(-500e-6)]
    [InlineData(500e-6)]
    public void beats_once_a_multiple_under_a_clock_that_is_slewed_against_the_timer(double slew)
    {
        SimulatedLoop loop = new(1, Start) { Slew = slew };
        loop.Run(10_000);
        loop.Collections.Select(collection => (collection.Realtime + 10_000) / Second)
            .Should().Equal(
                Enumerable.Range(1, 10_000).Select(i => (Start / Second) + i),
                "each multiple has one collection, a hundredth early at most");
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
        List<(long Realtime, long Waited)> collections = After(1, loop => loop.Set(by), collections: 12);
        collections[0].Waited.Should().BeInRange(0, 2 * Second);
        collections.Skip(1).Should().OnlyContain(
            collection => collection.Waited >= 1 && collection.Waited <= Second && collection.Realtime % Second == 0);
    }

    [Theory]
    [InlineData(5 * Hour)]
    [InlineData(-5 * Hour)]
    public void sees_a_clock_that_was_set_within_a_minute_however_long_the_update_every(long by)
    {
        List<(long Realtime, long Waited)> collections = After(1, loop => loop.Set(by), collections: 3, updateEvery: 7200);
        collections[0].Waited.Should().BeInRange(0, 60 * Second);
        (collections[1].Realtime % (7200 * Second)).Should().Be(0);
    }

    [Theory]
    [InlineData(30 * Second)]
    [InlineData((30 * Second) + 400_000)]
    [InlineData(8 * Hour)]
    public void beats_once_after_a_stop_or_a_suspend_and_goes_on_aligned(long stopped)
    {
        List<(long Realtime, long Waited)> collections = After(1, loop => loop.Pass(stopped), collections: 7);
        collections[0].Waited.Should().Be(0, "what was missed is collected at once");
        collections.Skip(1).Should().OnlyContain(
            collection => collection.Waited >= 1 && collection.Waited <= Second + 10_000 && collection.Realtime % Second == 0,
            "and only once");
    }

    [Fact]
    public void is_aligned_again_after_a_collection_that_ended_just_before_a_multiple()
    {
        (long realtime, long waited) = During(1, takes: 995_000);
        waited.Should().Be(1_005_000);
        (realtime % Second).Should().Be(0);
    }

    [Theory]
    [InlineData((2 * Second) + 100_000)]
    [InlineData(59 * Second)]
    public void leaves_out_the_multiples_that_a_slow_reader_took(long takes)
    {
        (long realtime, long waited) = During(1, takes);
        waited.Should().BeInRange(1, Second + 10_000);
        (realtime % Second).Should().Be(0);
    }

    [Fact]
    public void never_waits_longer_than_a_minute_so_that_the_agent_hears_something()
    {
        SimulatedLoop loop = new(86400, Start);
        loop.Run(1);
        loop.LongestWait.Should().Be(60 * Second);
        int minutes = (int)(loop.Collections[0].Waited / Second / 60);
        loop.KeptAlive.Should().BeInRange(minutes - 1, minutes + 1);
    }

    // The collections that follow one after which something has happened.
    private static List<(long Realtime, long Waited)> After(int number, Action<SimulatedLoop> happens, int collections, int updateEvery = 1)
    {
        SimulatedLoop loop = null!;
        loop = new(updateEvery, Start) { After = collection => (collection == number ? happens : _ => { })(loop) };
        loop.Run(collections);
        return loop.Collections[number..];
    }

    // The collection that follows one of which the output is taken slowly.
    private static (long Realtime, long Waited) During(int number, long takes)
    {
        SimulatedLoop loop = null!;
        loop = new(1, Start) { During = collection => loop.Pass(collection == number ? takes : 0) };
        loop.Run(number + 1);
        return loop.Collections[number];
    }
}
