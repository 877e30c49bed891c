using System.Globalization;
using System.IO.Pipes;
using System.Text;
using FluentAssertions;
using TcpResets.Linux;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Terminal;
using TcpResets.Tests.Terminal;
using Xunit;

namespace TcpResets.Tests.Running;

/// <summary>The loop of the command <c>watch</c>, over a source whose events and counts a test says poll by poll.</summary>
public sealed class A_watch : IDisposable
{
    private const long Second = 1_000_000;
    private const ulong Forever = ulong.MaxValue;

    private readonly AnonymousPipeServerStream reader = new(PipeDirection.In);
    private readonly FakeClock clock = new();

    [Fact]
    public void prints_each_reset_in_the_order_of_the_events()
    {
        ScriptedSource source = new(3, 0, 2);
        Run(source, 3 * Second, Forever).Shown.Should().Be(5);
        Printed().Should().Equal("time", "1", "2", "3", "4", "5");
    }

    [Fact]
    public void tells_each_second_of_resets_without_an_event_and_sums_up()
    {
        ScriptedSource source = new(3, 4) { Lost = [2, .. new ulong[60], 100] }; // the last one and a half seconds later
        ResetWatch watch = Run(source, 3 * Second, Forever);
        watch.Lost.Should().Be(102);
        Printed().Where(line => line.StartsWith("lost", StringComparison.Ordinal)).Should().Equal("lost 2", "lost 100");
    }

    [Fact]
    public void does_not_call_lost_what_is_still_on_its_way()
    {
        // The kernel hands an event on before it counts it: events may be ahead of the counts, never behind.
        ScriptedSource source = new(10, 0) { CountsLag = 10 };
        Run(source, 2 * Second, Forever).Lost.Should().Be(0);
    }

    [Fact]
    public void is_about_families_and_kinds_one_by_one_when_it_looks_for_losses()
    {
        // An event of a kind that is not counted makes up for nothing.
        ScriptedSource source = new(5) { Lost = [3], Uncounted = 4 };
        Run(source, Second, Forever).Lost.Should().Be(3);
    }

    [Fact]
    public void leaves_out_what_the_filter_does_not_take_and_counts_that()
    {
        ScriptedSource source = new(4) { Lost = [7] };
        ResetWatch watch = Run(source, Second, Forever, new ResetFilter { Port = 2 });
        (watch.Shown, watch.LeftOut, watch.Lost).Should().Be((1UL, 3UL, 7UL));
        Printed().Should().Equal("time", "2", "lost 7");
    }

    [Fact]
    public void ends_after_so_many_though_more_have_come()
    {
        ScriptedSource source = new(2, 5, 1);
        Run(source, 60 * Second, 4).Shown.Should().Be(4);
        Printed().Should().Equal("time", "1", "2", "3", "4");
        source.Polls.Should().Be(2);
    }

    [Fact]
    public void ends_after_its_time()
    {
        long start = clock.Boottime;
        Run(new ScriptedSource(), 5 * Second, Forever);
        (clock.Boottime - start).Should().BeInRange(5 * Second, (5 * Second) + 60_000);
    }

    [Fact]
    public void looks_20_to_50_times_a_second()
    {
        ScriptedSource source = new();
        Run(source, 10 * Second, Forever);
        source.Polls.Should().BeInRange(200, 500);
    }

    [Fact]
    public void looks_for_names_again_before_each_reading()
    {
        ScriptedSource source = new(1, 1, 1);
        Run(source, Second, Forever);
        source.Polls.Should().BeGreaterThan(3);
        source.ReadingsWithOldNames.Should().Be(0);
    }

    [Fact]
    public void takes_in_what_came_last_when_it_is_told_to_end()
    {
        ScriptedSource source = new(1, 2) { Lost = [0, 5] };
        ResetWatch watch = Run(source, 60 * Second, Forever, endsWhen: () => source.Polls == 1);
        (watch.Shown, watch.Lost).Should().Be((3UL, 5UL));
    }

    [Fact]
    public void ends_when_its_reader_is_gone_though_nothing_happens()
    {
        ScriptedSource source = new();
        clock.BeforeWait = () => reader.Dispose();
        Run(source, 60 * Second, Forever);
        source.Polls.Should().Be(1);
    }

    [Fact]
    public void ends_with_the_errno_of_its_output()
    {
        using var full = File.OpenHandle("/dev/full", FileMode.Open, FileAccess.Write);
        ScriptedSource source = new(1);
        Watch(source, new ResetFilter(), () => false, (int)full.DangerousGetHandle()).Run(60 * Second, Forever).Should().Be(28); // ENOSPC
        source.Polls.Should().Be(1);
    }

    public void Dispose() => reader.Dispose();

    private ResetWatch Run(
        ScriptedSource source, long microseconds, ulong count, ResetFilter? filter = null, Func<bool>? endsWhen = null)
    {
        ResetWatch watch = Watch(
            source, filter ?? new ResetFilter(), endsWhen ?? (() => false), (int)reader.ClientSafePipeHandle.DangerousGetHandle());
        watch.Run(microseconds, count).Should().Be(0);
        return watch;
    }

    private ResetWatch Watch(ScriptedSource source, ResetFilter filter, Func<bool> endsWhen, int output) =>
        new(source, source, filter, source, new ResetClock(250), clock, output) { EndsWhen = endsWhen };

    private string[] Printed()
    {
        reader.DisposeLocalCopyOfClientHandle();
        using StreamReader text = new(reader);
        return text.ReadToEnd().TrimEnd('\n').Split('\n');
    }

    private sealed class FakeClock : LoopClock
    {
        private long now = 1000 * Second;

        public Action BeforeWait { get; set; } = () => { };

        public override long Boottime => now;

        public override long Realtime => now + SampleResets.Boot;

        public override bool IsAbandoned(int descriptor, long microseconds)
        {
            BeforeWait();
            now += microseconds;
            return Poll.IsAbandoned(descriptor, 0);
        }
    }

    /// <summary>Hands on so many events at each poll, numbered by the port; is the printer, too, which prints the number.</summary>
    private sealed class ScriptedSource(params int[] events) : ResetSource, IServiceDirectory, IResetPrinter
    {
        private ushort number;
        private ulong counted;
        private bool isNew;
        private bool hasNewNames;

        public ulong[] Lost { get; init; } = [];

        public ulong CountsLag { get; init; }

        public int Uncounted { get; init; }

        public int Polls { get; private set; }

        public int ReadingsWithOldNames { get; private set; }

        public override SourceKind SourceKind => SourceKind.Kernel;

        public override bool IsHostWide => true;

        public override bool HasEvents => true;

        public override void Read(ResetCounts counts)
        {
            counted += (Polls < events.Length ? (ulong)events[Polls] : 0) + (Polls < Lost.Length ? Lost[Polls] : 0);
            counts.Set(Family.IPv4, SentCause.ClosedPort, counted - CountsLag);
            Polls++;
            isNew = true;
        }

        public override void HandOn(IResetEventReader watch)
        {
            ReadingsWithOldNames += hasNewNames ? 0 : 1;
            hasNewNames = false;
            int count = isNew && Polls <= events.Length ? events[Polls - 1] : 0;
            isNew = false;
            for (int index = 0; index < count; index++)
            {
                number++;
                watch.Read(SampleResets.Of(SentCause.ClosedPort, "192.0.2.1", number, "192.0.2.2", 9999, Role.Server), untold: 0);
            }

            for (int index = 0; index < Uncounted; index++)
            {
                watch.Read(SampleResets.Of(SentCause.ClosedPort, "2001:db8::1", number, "2001:db8::2", 9999, Role.Server), untold: 0);
            }
        }

        public Service Find(ulong cgroup, uint networkNamespace) => Service.Host;

        public void Refresh(long now) => hasNewNames = true;

        public void Head(OutputBuffer output) => output.Write("time\n"u8);

        public void Reset(OutputBuffer output, in ResetEvent reset, Service service, string reason) =>
            output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{reset.LocalPort}\n")));

        void IResetPrinter.Lost(OutputBuffer output, ulong resets) =>
            output.Write(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"lost {resets}\n")));

        public override void Dispose()
        {
        }
    }
}
