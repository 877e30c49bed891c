using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Linux;
using TcpResets.Procfs;
using TcpResets.Resets;
using TcpResets.Tests.Charts;
using TcpResets.Tests.Logging;
using TcpResets.Tests.Resets;
using Xunit;

namespace TcpResets.Tests.Running;

public sealed class The_event_loop
{
    private const long Second = 1_000_000, Start = (1_790_000_000 * Second) + 345_678;

    [Fact]
    public void takes_in_events_each_second_however_seldom_it_collects()
    {
        using TemporaryDirectory directory = new();
        SimulatedLoop loop = new(86400, Start) { Source = new Eventful(), Output = directory.Write("output", "") };
        loop.Run(185).Should().BeNull();
        loop.LongestWait.Should().Be(Second);
        File.ReadAllText(loop.Output).Should().Be("\n\n\n", "in three minutes it has said three times that it lives");
    }

    /// <summary>At midday the wall clock is set by this much, and the machine is suspended for this long.</summary>
    [Theory]
    [InlineData(-Second / 4, 0)]
    [InlineData(-3600 * Second, (8 * 3600 * Second) + 123_456)]
    public void misses_no_second_of_a_day_and_does_not_grow(long set, long suspended)
    {
        const int Day = 86_400;
        using TemporaryDirectory directory = new();
        using LogFile log = new();
        long allocated = 0;
        SimulatedLoop loop = null!;
        loop = new(1, Start)
        {
            Source = new SnmpSource("/proc/net", log.Log),
            Output = directory.Write("output", ""),
            Late = new Random(20261125),
            Latest = 5_000,
            After = collection =>
            {
                if (collection == Day / 2)
                {
                    loop.Set(set);
                    loop.Pass(suspended);
                }

                allocated = collection == 1 ? Allocation.SoFar : allocated;
                allocated = collection == Day - 1 ? Allocation.SoFar - allocated : allocated;
            },
        };
        loop.Collections.EnsureCapacity(Day);

        loop.Run(Day).Should().BeNull();

        allocated.Should().BeLessThan(Allocation.Noise, "it runs for years");
        long[] realtime = [.. loop.Collections.Select(collection => collection.Realtime)];
        realtime.Should().OnlyContain(at => at % Second < 15_000 || at % Second >= 990_000 || at == realtime[Day / 2], "it does not drift");
        realtime[..(Day / 2)].Select((at, tick) => ((at + 10_000) / Second) - tick)
            .Should().OnlyContain(second => second == (Start / Second) + 1);
        long afterwards = (realtime[(Day / 2) + 1] + 10_000) / Second;
        realtime[((Day / 2) + 1)..].Select((at, tick) => ((at + 10_000) / Second) - tick)
            .Should().OnlyContain(second => second == afterwards);

        long[] told =
        [
            .. File.ReadLines(Path.Join(directory.Path, "output"))
                .Where(line => line.StartsWith("BEGIN ", StringComparison.Ordinal)).Skip(1).Select(line => long.Parse(line.Split(' ')[2])),
        ];
        told.Should().HaveCount(Day);
        told.Sum().Should().Be(loop.Boottime - Second, "the agent is told all of the time that has passed");
        told.Where(microseconds => microseconds is < (Second / 2) or > (2 * Second))
            .Should().HaveCountLessThanOrEqualTo(suspended > 0 || Math.Abs(set) > Second ? 2 : 0);
        log.Lines.Should().BeEmpty();
        loop.Log.Should().BeEmpty();
    }

    [Fact]
    public void looks_once_a_minute_at_what_was_missed()
    {
        SimulatedLoop loop = new(1, Start) { Source = new LeakySource() };
        loop.Run(600);
        loop.Log.Should().HaveCount(10).And.AllSatisfy(line => line.Should().Contain("has skipped 1 events"));
    }

    [Fact]
    public void answers_each_call_between_two_collections()
    {
        using TemporaryDirectory directory = new();
        using LogFile log = new();
        SimulatedLoop loop = new(1, Start)
        {
            Source = new SnmpSource("/proc/net", log.Log),
            Output = directory.Write("output", ""),
            Table = new FlowTable(16, new SomeServices(), 250),
            Says = collection => collection == 1 ? "FUNCTION a-1 10 \"x\"\nFUNCTION_CANCEL a-1\nFUNCTION a-2 10 \"x\"\n" : "",
        };
        loop.Run(2).Should().BeNull();

        File.ReadLines(Path.Join(directory.Path, "output")).Where(line => Regex.IsMatch(line, "^(BEGIN|END|FUNCTION)"))
            .Select(line => Regex.Replace(Regex.Replace(line, @"^BEGIN \S+( \d+)?", "BEGIN"), " 'tcp-resets'.*", ""))
            .Should().Equal(
                "FUNCTION GLOBAL",
                "BEGIN", "END",
                "BEGIN", "END",
                $"FUNCTION_RESULT_BEGIN a-1 404 application/json {loop.Collections[0].Realtime / Second}", "FUNCTION_RESULT_END",
                $"FUNCTION_RESULT_BEGIN a-2 404 application/json {loop.Collections[0].Realtime / Second}", "FUNCTION_RESULT_END",
                "BEGIN", "END");
    }

    [Fact]
    public void is_late_by_one_answer_at_most_however_much_is_asked()
    {
        const int Cost = 30_000;
        string calls = string.Concat(Enumerable.Range(0, 100).Select(call => $"FUNCTION {call} 10 \"x\"\n"));
        using NoSource source = new();
        SimulatedLoop loop = new(1, Start)
        {
            Source = source,
            Table = new FlowTable(16, new SomeServices(), 250),
            CostOfALook = Cost,
            Says = collection => collection == 3 ? calls : "",
        };
        loop.Run(20).Should().BeNull();

        loop.Collections.Select(collection => collection.Realtime / Second).Should().OnlyHaveUniqueItems().And.HaveCount(20);
        loop.Collections[4..].Should().AllSatisfy(collection => (collection.Realtime % Second).Should().BeLessThan(4 * Cost));
        loop.Collections[^1].Realtime.Should().BeLessThan(Start + (22 * Second), "no second is left out");
    }

    [Fact]
    public void ends_without_a_word_when_the_agent_wants_it_to() => new SimulatedLoop(1, Start).Run(0).Should().BeNull();

    [Theory]
    [InlineData(22, "cannot wait for the next second: Invalid argument")]
    [InlineData(12, "cannot wait for the next second: Cannot allocate memory")]
    public void ends_with_an_error_instead_of_spinning_where_it_cannot_wait(int errno, string error)
    {
        SimulatedLoop loop = new(1, Start) { WaitFails = (PollResult.Failed, errno) };
        loop.Run(1).Should().Be(error);
        loop.Collections.Should().BeEmpty();
    }

    [Fact]
    public void ends_with_an_error_where_its_output_cannot_be_written()
    {
        if (!File.Exists("/dev/full"))
        {
            throw new InvalidOperationException("/dev/full is needed");
        }

        using LogFile log = new();
        new SimulatedLoop(1, Start) { Source = new SnmpSource("/proc/net", log.Log), Output = "/dev/full" }.Run(1)
            .Should().Be("standard output: No space left on device");
    }

    /// <summary>One more has escaped it each time it is asked.</summary>
    private sealed class LeakySource : ResetSource
    {
        private ulong lost;

        public override SourceKind SourceKind => SourceKind.Kernel;

        public override bool IsHostWide => true;

        public override ulong? Missed => ++lost;

        public override void Read(ResetCounts counts)
        {
        }

        public override void Dispose()
        {
        }
    }

    private sealed class Eventful : ResetSource
    {
        public override SourceKind SourceKind => SourceKind.Kernel;

        public override bool IsHostWide => true;

        public override bool HasEvents => true;

        public override bool Knows(Family family, Kind kind) => false;

        public override void Read(ResetCounts counts)
        {
        }

        public override void Dispose()
        {
        }
    }
}
