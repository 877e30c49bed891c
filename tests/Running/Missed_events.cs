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
        missed.Tell(5 * Minute);
        source.Lost = 3;
        missed.Tell(5 * Minute + 1);
        log.Messages.Should().BeEmpty();
        missed.Tell(6 * Minute);
        missed.Tell(7 * Minute);
        source.Lost = 10;
        missed.Tell(8 * Minute);
        source.Asked.Should().Be(4);
        log.Messages.Should().Equal(
            "INFO  the kernel has skipped 3 events, since a program was busy on the same CPU: some resets may not be counted",
            "INFO  the kernel has skipped 7 events, since a program was busy on the same CPU: some resets may not be counted");
    }

    private sealed class LeakySource : ResetSource
    {
        public ulong Lost { get; set; }

        public int Asked { get; private set; }

        public override SourceKind Kind => SourceKind.Kernel;

        public override bool IsHostWide => true;

        public override ulong Missed
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
