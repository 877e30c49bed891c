using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Health;

/// <summary>The notifications: when the alerts change, and what <c>delay:</c> then makes of it.</summary>
public sealed class What_is_told_of_a_storm
{
    private const int Minute = 60, Hour = 60 * Minute;

    public static TheoryData<string> Alerts => [.. HealthFile.ResetAlerts];

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_its_begin_within_a_minute_and_its_end_within_two(string alert)
    {
        foreach (int minutes in new[] { 1, 3, 20 })
        {
            int end = (2 * Hour) + (minutes * Minute);
            foreach (Transition[] told in Told(alert, Quiet().Then(200, minutes * Minute).Then(0, Hour)))
            {
                told.Select(each => each.Raised).Should().Equal(true, false);
                (told[0].Second - (2 * Hour)).Should().BeInRange(20, Minute);
                (told[1].Second - end).Should().BeInRange(Minute, 2 * Minute, "it lasted {0} minutes", minutes);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_one_begin_and_one_end_however_often_it_pauses_for_up_to_a_minute(string alert)
    {
        foreach ((int burst, int pause) in new[] { (5, 5), (10, 30), (30, 30), (20, 40), (15, 45), (60, 60), (180, 60) })
        {
            Rates storm = Quiet().ThenBursts(200, burst, 0, pause, 20 * Minute / (burst + pause)).Then(0, Hour);
            foreach (Transition[] told in Told(alert, storm))
            {
                told.Select(each => each.Raised).Should().Equal([true, false], "{0} s of storm and {1} s without", burst, pause);
                told[1].Second.Should().BeLessThan((2 * Hour) + (26 * Minute), "{0} s, {1} s", burst, pause);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_each_begin_and_end_of_storms_that_are_five_minutes_apart(string alert) =>
        Told(alert, Quiet().ThenBursts(200, 3 * Minute, 0, 5 * Minute, 3)).Should().AllSatisfy(told =>
            told.Select(each => each.Raised).Should().Equal(true, false, true, false, true, false));

    private static IEnumerable<Transition[]> Told(string alert, Rates rates) =>
        Enumerable.Range(0, 10).Select(seed => HealthFile.Alarm(alert).Delay!.Told(Replay.Of(rates, alert, seed)).ToArray());

    private static Rates Quiet() => new Rates().Then(0, 2 * Hour);
}
