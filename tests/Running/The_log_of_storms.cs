using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Tests.Logging;
using TcpResets.Tests.Resets;
using Xunit;

namespace TcpResets.Tests.Running;

/// <summary>Seconds of a plugin's life, each a tick.</summary>
public sealed class The_log_of_storms : IDisposable
{
    private readonly LogFile log = new();
    private readonly Flows flows = new();
    private readonly ResetCounts counts = new();
    private readonly StormLog storms;
    private ulong received;

    public The_log_of_storms() => storms = new StormLog(flows.Table, log.Log);

    [Fact]
    public void tells_begin_and_end_once_with_the_first_cause()
    {
        Pass(seconds: 120, each: 1);
        log.Messages.Should().BeEmpty();
        Pass(seconds: 180, each: 214);
        log.Messages.Should().ContainSingle().Which.Should().MatchRegex(
            "^[A-Z]+ +storm of received resets begins: [0-9.]+/s; the peer's port 5432 is closed: unit1.service → 192.0.2.9:5432, refused, "
            + "[0-9.]+/s since .*, 100 % of those received; 'tcp-resets diagnose' says more$");
        Pass(seconds: 150, each: 0);
        log.Messages.Should().HaveCount(2);
        log.Messages[1].Should().MatchRegex("^[A-Z]+ +storm of received resets is over: 38[0-9]{3} resets in [45] minutes; the peer's "
            + "port 5432");
    }

    [Fact]
    public void is_silent_about_what_has_been_so_for_an_hour()
    {
        Pass(seconds: 50, each: 1); // of the first minute nothing is said
        Pass(seconds: 3600, each: 100);
        int before = log.Messages.Length;
        Pass(seconds: 600, each: 100);
        log.Messages.Should().HaveCount(before);
        Pass(seconds: 30, each: 1500);
        log.Messages.Should().HaveCount(before + 1);
    }

    [Fact]
    public void is_silent_about_a_few_and_about_the_first_minute()
    {
        Pass(seconds: 59, each: 500);
        log.Messages.Should().BeEmpty();
    }

    [Fact]
    public void takes_a_pause_of_half_a_minute_as_part_of_it()
    {
        Pass(seconds: 100, each: 0);
        Pass(seconds: 60, each: 200);
        Pass(seconds: 30, each: 0);
        Pass(seconds: 60, each: 200);
        log.Messages.Should().ContainSingle();
    }

    [Fact]
    public void costs_no_memory_as_long_as_there_is_nothing_to_tell()
    {
        Pass(seconds: 100, each: 1);
        long now = flows.Now;
        Allocation.Of(() =>
        {
            for (int i = 0; i < 100; i++)
            {
                storms.Check(counts, now += 1_000_000);
            }
        }).Should().Be(0);
    }

    public void Dispose() => log.Dispose();

    private void Pass(int seconds, int each)
    {
        for (int i = 0; i < seconds; i++)
        {
            flows.Happens(flows.Event(Received.Refused, "192.0.2.9", Role.Client, 40_000, 5432), each);
            flows.Settle();
            counts.Set(Family.IPv4, Received.Refused, received += (ulong)each);
            storms.Check(counts, flows.Now);
        }
    }
}
