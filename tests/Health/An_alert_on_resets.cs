using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Health;

/// <summary>
/// How the alerts of health.d/tcp_resets.conf behave over minutes, hours and days: rates are replayed through the file at speed,
/// for each alert, and with the agent evaluating its alarms at any second.
/// </summary>
public sealed class An_alert_on_resets
{
    private const int Minute = 60, Hour = 60 * Minute, Day = 24 * Hour;
    private const int Phases = 10;

    public static TheoryData<string> Alerts => [.. HealthFile.ResetAlerts];

    public static TheoryData<string, double> Storms => Rows(60, 200, 10_000);

    public static TheoryData<string, double> LowRates => Rows(0, 1, 4, 40);

    public static TheoryData<string, double, int, int> Returning
    {
        get
        {
            TheoryData<string, double, int, int> rows = [];
            foreach (string alert in HealthFile.ResetAlerts)
            {
                foreach (int every in new[] { 40, 45 })
                {
                    foreach (int minutes in new[] { 3, 4, 5, 10 })
                    {
                        rows.Add(alert, 200, minutes, every);
                    }
                }

                rows.Add(alert, 1000, 5, 50);
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Storms))]
    public void is_raised_within_twenty_seconds_of_a_storm(string alert, double rate) =>
        Each(alert, Quiet(2 * Hour).Then(rate, Minute), changes =>
            RaisedOnce(changes).Second.Should().BeInRange(2 * Hour, (2 * Hour) + 21));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_raised_as_soon_at_whatever_second_the_storm_begins(string alert)
    {
        for (int late = 0; late < 10; late++)
        {
            int begin = (2 * Hour) + late;
            Each(alert, Quiet(begin).Then(60, Minute), changes => RaisedOnce(changes).Second.Should().BeInRange(begin, begin + 21));
            int soon = (10 * Minute) + late; // nothing is known to be normal then
            Each(alert, Quiet(soon).Then(200, Minute), changes => RaisedOnce(changes).Second.Should().BeInRange(soon, soon + 21));
        }
    }

    [Theory]
    [MemberData(nameof(Storms))]
    public void is_held_for_half_an_hour_at_least_while_the_storm_lasts(string alert, double rate) =>
        Each(alert, Quiet(2 * Hour).Then(rate, 30 * Minute), changes => RaisedOnce(changes));

    [Theory]
    [MemberData(nameof(Storms))]
    public void clears_within_a_minute_after_the_storm(string alert, double rate) =>
        Each(alert, Quiet(2 * Hour).Then(rate, 10 * Minute).Then(0, Hour), changes =>
            ClearedOnce(changes).Second.Should().BeInRange((2 * Hour) + (10 * Minute), (2 * Hour) + (11 * Minute)));

    [Theory]
    [MemberData(nameof(Storms))]
    public void is_not_moved_by_chance(string alert, double rate) =>
        Each(alert, Quiet(2 * Hour).ThenByChance(rate * 1.5, 30 * Minute, seed: 1).ThenByChance(1, Hour, seed: 2), changes =>
            ClearedOnce(changes));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void does_not_flap_when_the_storm_pauses_for_half_a_minute(string alert)
    {
        foreach ((int burst, int pause) in new[] { (10, 30), (30, 30), (20, 10), (5, 5), (100, 30) })
        {
            Each(alert, Quiet(2 * Hour).ThenBursts(200, burst, 0, pause, 20 * Minute / (burst + pause)), changes => RaisedOnce(changes));
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void takes_a_rate_that_has_been_there_for_an_hour_as_normal(string alert) =>
        Each(alert, Quiet(2 * Hour).Then(200, 10 * Hour), changes =>
            ClearedOnce(changes).Second.Should().BeInRange((2 * Hour) + (30 * Minute), 3 * Hour));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_not_raised_when_a_normal_rate_comes_back_after_a_pause(string alert) =>
        Each(alert, new Rates().ThenBursts(200, Hour, 0, 3 * Minute, 5).Then(200, Hour), changes => changes.Should().BeEmpty());

    [Theory]
    [MemberData(nameof(LowRates))]
    public void is_never_raised_by_a_low_rate(string alert, double rate) =>
        Each(alert, new Rates().ThenByChance(rate, Day, seed: 3), changes => changes.Should().BeEmpty());

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_never_raised_by_a_short_peak_that_is_less_than_fifty_a_second_over_ten_seconds(string alert) =>
        Each(alert, Quiet(2 * Hour).ThenBursts(490, 1, 0, 5 * Minute, 12), changes => changes.Should().BeEmpty());

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_not_raised_in_the_agents_first_minute(string alert)
    {
        foreach (int begin in new[] { 0, 5, 15, 30 })
        {
            Each(alert, Quiet(begin).Then(500, Minute - begin).Then(0, 10 * Minute), changes => changes.Should().BeEmpty());
            Rates restarted = Quiet(2 * Hour).ThenRestart(10).Then(0, begin).Then(500, Minute - begin - 11).Then(0, 10 * Minute);
            Each(alert, restarted, changes => changes.Should().BeEmpty("it has just been restarted"));
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void does_not_call_a_storm_what_was_there_before_there_was_any_history(string alert) =>
        Each(alert, new Rates().Then(200, 6 * Hour), changes => changes.Should().BeEmpty());

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_raised_when_it_gets_much_worse_than_it_was_at_the_agents_start(string alert) =>
        Each(alert, new Rates().Then(20, 5 * Minute).Then(400, 10 * Minute), changes =>
            RaisedOnce(changes).Second.Should().BeLessThan((5 * Minute) + 21));

    [Theory]
    [MemberData(nameof(Alerts))]
    public void works_the_same_while_the_history_is_shorter_than_an_hour(string alert)
    {
        foreach (double normal in new[] { 0, 4, 10, 20 })
        {
            Each(alert, new Rates().Then(normal, 5 * Minute).Then(300, 20 * Minute).Then(normal, 2 * Hour), changes =>
            {
                ClearedOnce(changes).Second.Should().BeInRange(25 * Minute, 26 * Minute, "normal is {0}/s", normal);
                changes[0].Second.Should().BeLessThan((5 * Minute) + 21);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_held_for_half_an_hour_while_the_history_is_shorter_than_an_hour(string alert)
    {
        foreach (int age in new[] { 2, 10, 29, 31, 45, 59 })
        {
            Each(alert, Quiet(age * Minute).Then(200, 30 * Minute), changes => RaisedOnce(changes));
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_raised_again_when_the_agent_was_restarted_in_a_storm(string alert) =>
        Each(alert, Quiet(2 * Hour).Then(200, 10 * Minute).ThenRestart(15).Then(200, 10 * Minute), changes =>
        {
            changes.Should().HaveCount(3).And.EndWith(new Transition(changes[2].Second, Raised: true));
            (changes[2].Second - changes[1].Second).Should().BeInRange(Minute, Minute + 31, "the first minute is the agent's");
        });

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_not_raised_by_the_restart_of_an_agent_that_knows_the_rate_as_normal(string alert) =>
        Each(alert, new Rates().Then(200, 6 * Hour).ThenRestart(20).Then(200, Hour).ThenRestart(10 * Minute).Then(200, 2 * Hour), changes =>
            changes.Should().BeEmpty());

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_raised_once_by_each_burst_of_a_daily_job(string alert) =>
        Each(alert, new Rates().ThenBursts(300, 2 * Minute, 1, Day - (2 * Minute), 3), 3, changes =>
            changes.Select(change => (change.Second % Day < 4 * Minute, change.Raised)).Should()
                .Equal((true, true), (true, false), (true, true), (true, false))); // the first is there when the agent starts

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_raised_by_a_storm_that_grows_slowly(string alert)
    {
        foreach (int minutes in new[] { 5, 15, 30 })
        {
            Rates growing = Quiet(2 * Hour).Then(second => 300.0 * second / (minutes * Minute), minutes * Minute);
            Each(alert, growing.Then(300, 20 * Minute).Then(0, Hour), changes =>
            {
                ClearedOnce(changes);
                changes[0].Second.Should().BeLessThan((2 * Hour) + (minutes * Minute), "it reaches 300/s in {0} minutes", minutes);
            });
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_not_raised_by_a_rate_that_drifts_over_the_day(string alert) =>
        Each(alert, new Rates().Then(second => 100 - (90 * Math.Cos(2 * Math.PI * second / Day)), 3 * Day), 2, changes =>
            changes.Should().BeEmpty());

    [Theory]
    [MemberData(nameof(Alerts))]
    public void tells_a_storm_from_a_high_rate_that_is_normal(string alert)
    {
        Each(alert, new Rates().Then(100, 2 * Hour).Then(1200, 10 * Minute).Then(100, Hour), changes =>
        {
            ClearedOnce(changes).Second.Should().BeInRange((2 * Hour) + (10 * Minute), (2 * Hour) + (11 * Minute));
            changes[0].Second.Should().BeLessThan((2 * Hour) + 21);
        });
        Each(alert, new Rates().Then(100, 2 * Hour).Then(300, 10 * Minute).Then(100, Hour), changes => changes.Should().BeEmpty());
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void is_raised_again_by_the_next_storm(string alert) =>
        Each(alert, Quiet(2 * Hour).ThenBursts(200, 3 * Minute, 0, 5 * Minute, 3), changes =>
            changes.Select(change => change.Raised).Should().Equal(true, false, true, false, true, false));

    // The earlier storm is in the half hour that tells what is normal.
    [Theory]
    [MemberData(nameof(Returning))]
    public void is_raised_by_the_same_storm_40_minutes_later(string alert, double rate, int minutes, int every)
    {
        for (int late = 0; late < 10; late++)
        {
            int begin = (2 * Hour) + late;
            Each(alert, Quiet(begin).ThenBursts(rate, minutes * Minute, 0, (every - minutes) * Minute, 4), 1, changes =>
                changes.Select(change => ((change.Second - begin) / (every * Minute), change.Raised)).Should().Equal(
                    [(0, true), (0, false), (1, true), (1, false), (2, true), (2, false), (3, true), (3, false)], "begin is {0}", begin));
        }
    }

    [Theory]
    [MemberData(nameof(Alerts))]
    public void stays_as_it_is_while_the_plugin_is_silent_for_a_moment(string alert) =>
        Each(alert, Quiet(2 * Hour).Then(200, 5 * Minute).Then(double.NaN, 15).Then(200, 5 * Minute), changes => RaisedOnce(changes));

    private static TheoryData<string, double> Rows(params double[] rates)
    {
        TheoryData<string, double> rows = [];
        foreach (string alert in HealthFile.ResetAlerts)
        {
            foreach (double rate in rates)
            {
                rows.Add(alert, rate);
            }
        }

        return rows;
    }

    private static Rates Quiet(int seconds) => new Rates().Then(0, seconds);

    private static Transition RaisedOnce(IReadOnlyList<Transition> changes)
    {
        changes.Should().ContainSingle().Which.Raised.Should().BeTrue();
        return changes[0];
    }

    private static Transition ClearedOnce(IReadOnlyList<Transition> changes)
    {
        changes.Select(change => change.Raised).Should().Equal(true, false);
        return changes[1];
    }

    private static void Each(string alert, Rates rates, Action<IReadOnlyList<Transition>> holds) => Each(alert, rates, Phases, holds);

    private static void Each(string alert, Rates rates, int phases, Action<IReadOnlyList<Transition>> holds)
    {
        for (int seed = 0; seed < phases; seed++)
        {
            holds(Replay.Of(rates, alert, seed));
        }
    }
}
