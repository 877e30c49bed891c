using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Health;

/// <summary>The same by replay as of <see cref="An_alert_on_resets"/>, which goes by less.</summary>
public sealed class An_alert_on_a_service
{
    private const int Minute = 60, Hour = 60 * Minute;

    [Theory]
    [InlineData(60)]
    [InlineData(10_000)]
    public void is_raised_by_a_storm_held_while_it_lasts_and_cleared_after_it(double rate)
    {
        IReadOnlyList<Transition> changes = Of(new Rates().Then(1, Hour).Then(rate, 2 * Hour).Then(6, Minute).Then(1, Hour));
        changes.Select(change => change.Raised).Should().Equal(true, false);
        changes[0].Second.Should().BeInRange(Hour, Hour + 21);
        changes[1].Second.Should().BeInRange((3 * Hour) + Minute, (3 * Hour) + Minute + 21);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(40)]
    public void is_not_raised_by_a_lower_rate(double rate) => Of(new Rates().Then(rate, Hour)).Should().BeEmpty();

    [Fact]
    public void is_not_raised_in_the_first_minute_of_an_agent() => Of(new Rates().Then(200, Minute - 10).Then(0, Hour)).Should().BeEmpty();

    private static IReadOnlyList<Transition> Of(Rates rates) => Replay.Of(rates, HealthFile.ServiceAlert, seed: 1);
}
