using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Tests.Logging;
using Xunit;

namespace TcpResets.Tests.Running;

public sealed class Missed_events
{
    private const long Minute = 60_000_000;

    [Fact]
    public void are_told_once_and_asked_for_once_a_minute()
    {
        using LogFile log = new();
        using LeakySource source = new();
        MissedEvents missed = new(source, log.Log);
        missed.Check(5 * Minute);
        source.Lost = 3;
        missed.Check(5 * Minute + 1);
        log.Messages.Should().BeEmpty();
        missed.Check(6 * Minute);
        missed.Check(7 * Minute);
        source.Lost = 10;
        missed.Check(8 * Minute);
        source.Asked.Should().Be(4);
        log.Messages.Should().Equal(
            "INFO  the kernel has skipped 3 events, since a program was busy on the same CPU: some resets may not be counted",
            "INFO  the kernel has skipped 7 events, since a program was busy on the same CPU: some resets may not be counted");
    }

    [Fact]
    public void are_said_once_to_be_unknown_where_the_kernel_does_not_tell()
    {
        using LogFile log = new();
        using LeakySource source = new() { Lost = null };
        MissedEvents missed = new(source, log.Log);
        for (int minute = 5; minute < 10; minute++)
        {
            missed.Check(minute * Minute);
        }

        log.Messages.Should().Equal(
            "INFO  events that the kernel has skipped: cannot tell: Linux counts them since 5.12, "
            + "and says so without privileges since 5.19");
    }

    private sealed class LeakySource : ResetSource
    {
        public ulong? Lost { get; set; } = 0;

        public int Asked { get; private set; }

        public override SourceKind SourceKind => SourceKind.Kernel;

        public override bool IsHostWide => true;

        public override ulong? Missed
        {
            get
            {
                Asked++;
                return Lost;
            }
        }

        public override void Read(ResetCounts counts)
        {
        }

        public override void Dispose()
        {
        }
    }
}
