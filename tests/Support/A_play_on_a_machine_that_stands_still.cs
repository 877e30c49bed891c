using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Support;

public sealed class A_play_on_a_machine_that_stands_still
{
    [Theory]
    [InlineData(0, 10)] // any machine stands still for longer than not at all
    [InlineData(3600, 1)]
    public void is_no_evidence_and_else_fails_at_once(int seconds, int plays)
    {
        int played = 0;
        Action play = () => Unstalled.Play(TimeSpan.FromSeconds(seconds), () =>
        {
            played++;
            throw new TimeoutException();
        });
        play.Should().Throw<TimeoutException>();
        played.Should().Be(plays);
    }

    [Fact]
    public void is_over_once_it_goes_well()
    {
        int played = 0;
        Unstalled.Play(TimeSpan.Zero, () => (++played).Should().Be(2));
        played.Should().Be(2);
    }
}
