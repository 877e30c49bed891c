using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Kernel;
using Xunit;

namespace TcpResets.Tests.Kernel;

/// <summary>Received resets of one kind, of which some turn out to be none.</summary>
public sealed class What_is_told_as_received
{
    /// <summary>What the two counters show at each reading, and what is told.</summary>
    [Theory]
    [InlineData("1-0 2-0 2-0", "1 2 2")] // received
    [InlineData("1-1 2-2 3-2", "0 0 1")] // mistaken, and known to be when it is read
    [InlineData("1-0 1-1", "1 1")] // read between its two events: one too many
    [InlineData("1-0 1-1 2-1 3-1", "1 1 1 2")] // and the next one makes it good
    [InlineData("3-0 3-3 3-3 7-3", "3 3 3 4")]
    [InlineData("0-1 1-1", "0 0")] // never seen, since what is mistaken is read first: no underflow all the same
    public void follows_the_two_counts(string readings, string told)
    {
        ReceivedCount count = default;
        string.Join(' ', readings.Split(' ').Select(reading => reading.Split('-'))
            .Select(reading => count.Correct(ulong.Parse(reading[0]), ulong.Parse(reading[1])))).Should().Be(told);
    }

    /// <summary>Events are received resets (0), and data after close, in two steps: counted (1), and known to be none (2).</summary>
    [Property]
    public void never_falls_never_exceeds_what_was_counted_and_is_right_when_nothing_is_in_between(byte[] events)
    {
        ReceivedCount count = default;
        ulong received = 0, counted = 0, mistaken = 0, last = 0, inBetween = 0;
        foreach (int step in events.Select(step => step % 4))
        {
            switch (step)
            {
                case 0:
                    received++;
                    counted++;
                    break;
                case 1:
                    inBetween++;
                    counted++;
                    break;
                case 2 when inBetween > 0:
                    inBetween--;
                    mistaken++;
                    break;
                case 3:
                    ulong told = count.Correct(counted, mistaken);
                    told.Should().BeGreaterThanOrEqualTo(last).And.BeLessThanOrEqualTo(counted);
                    last = told;
                    break;
            }
        }

        mistaken += inBetween;
        (count.Correct(counted, mistaken) - count.Excess).Should().Be(received);
        count.Correct(counted + count.Excess, mistaken);
        count.Excess.Should().Be(0, "as many more were received");
    }
}
