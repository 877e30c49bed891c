using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Health;

public sealed class The_silent_plugins_alert
{
    private const string Alert = "tcp_resets_last_collected";

    [Theory]
    [InlineData(60)]
    [InlineData(3600)]
    public void is_raised_half_a_minute_after_the_last_value_and_clears_with_the_next(int silence)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            IReadOnlyList<Transition> changes = Replay.Of(new Rates().Then(1, 600).Then(double.NaN, silence).Then(1, 600), Alert, seed);

            changes.Select(change => change.Raised).Should().Equal(true, false);
            (changes[0].Second - 600).Should().BeInRange(15, 30);
            (changes[1].Second - 600 - silence).Should().BeInRange(0, 20);
        }
    }

    [Fact]
    public void is_not_raised_by_a_few_seconds_without_values()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            Replay.Of(new Rates().ThenBursts(1, 60, double.NaN, 10, 20), Alert, seed).Should().BeEmpty();
        }
    }
}
