namespace TcpResets.Tests.Health;

/// <summary>
/// Runs a series of rates through all alarms of the health file, as the agent's health thread would (health_main() in health.c),
/// without waiting: hours take milliseconds.
/// </summary>
internal sealed class Replay
{
    // A value is in the database a second after it was collected.
    private const int Latency = 1;

    private readonly Rates rates;
    private readonly Random phase;
    private readonly Dictionary<string, AlarmState> states = [];
    private int agentStart;

    private Replay(Rates rates, int seed)
    {
        this.rates = rates;
#pragma warning disable CA5394 // not for secrets: the same phases each time
        phase = new Random(seed);
#pragma warning restore CA5394
    }

    /// <summary>The changes of an alarm's status: from which second on it is raised or not. It begins as not raised.</summary>
    /// <param name="rates">Of the dimension that the alarm looks at.</param>
    /// <param name="alert">The alarm's name.</param>
    /// <param name="seed">
    /// By how many seconds the agent is late with each alarm's first evaluation, which decides for good at which seconds it
    /// evaluates it. A storm begins at any of them.
    /// </param>
    public static IReadOnlyList<Transition> Of(Rates rates, string alert, int seed)
    {
        Replay replay = new(rates, seed);
        List<Transition> transitions = [];
        bool raised = false;
        string chart = HealthFile.Alarm(alert).On;
        for (int second = 1; second <= rates.Length; second = replay.NextSecond(second))
        {
            replay.Evaluate(second, chart);
            bool now = replay.states[alert].Status >= AlarmState.Warning;
            if (now != raised)
            {
                transitions.Add(new Transition(second, now));
                raised = now;
            }
        }

        return transitions;
    }

    private void Evaluate(int now, string chart)
    {
        if (rates.Starts.Contains(now - 1))
        {
            agentStart = now - 1;
            foreach (Alarm alarm in HealthFile.Alarms.Where(alarm => alarm.On == chart || alarm.Feeds(chart)))
            {
#pragma warning disable CA5394
                states[alarm.Name] = new AlarmState(alarm) { NextUpdate = now + phase.Next(10) };
#pragma warning restore CA5394
            }
        }

        foreach (AlarmState state in states.Values.Where(state => state.NextUpdate <= now && !IsRunnable(state.Alarm, now)))
        {
            state.NextUpdate = now + 1;
        }

        // First all values, then all statuses: each expression sees the values of the same moment, and the status of before.
        List<AlarmState> due = [.. states.Values.Where(state => state.NextUpdate <= now)];
        foreach (AlarmState state in due)
        {
            if (state.Alarm.Lookup is { } lookup)
            {
                int end = now - Latency - lookup.Ago;
                state.Value = rates.Average(end - lookup.Seconds, end);
            }

            if (state.Alarm.Calc is { } calc)
            {
                state.Value = calc.Evaluate(name => Variable(name, state, now));
            }
        }

        foreach (AlarmState state in due)
        {
            if (state.Alarm.Warn is { } warn)
            {
                state.Status = warn.Evaluate(name => Variable(name, state, now)) != 0 ? AlarmState.Warning : AlarmState.Clear;
            }

            state.NextUpdate = now + state.Alarm.Every;
        }
    }

    private int NextSecond(int now)
    {
        IEnumerable<int> starts = rates.Starts.Where(start => start >= now).Select(start => start + 1);
        return Math.Max(now + 1, Math.Min(states.Values.Min(state => state.NextUpdate), starts.DefaultIfEmpty(int.MaxValue).Min()));
    }

    // rrdcalc_isrunnable(): the window must begin after the database does, and no more than a second after its last value.
    private bool IsRunnable(Alarm alarm, int now)
    {
        if (now < agentStart + 2)
        {
            return false;
        }

        int needed = now - (alarm.Lookup is { } lookup ? lookup.Seconds + lookup.Ago : 0);
        return alarm.Lookup is null || (needed + 1 >= 1 && needed - 1 <= rates.LastKnown(now) + 1);
    }

    private double Variable(string name, AlarmState asking, int now) => name switch
    {
        "this" => asking.Value,
        "status" => asking.Status,
        "CLEAR" => AlarmState.Clear,
        "WARNING" => AlarmState.Warning,
        "now" => now,
        "last_collected_t" => rates.LastKnown(now) + 1,
        "update_every" => 1,
        _ when states.TryGetValue(name.Split('.')[^1], out AlarmState? other) => Seen(other, name, asking),
        _ => throw new InvalidOperationException($"no variable: {name}"),
    };

    // Of another chart's alarm: with the chart before its name, as agents up to 1.44 find it; those from 1.45 on find it without, too.
    private static double Seen(AlarmState other, string name, AlarmState asking) =>
        name == other.Alarm.Name
            ? other.Alarm.On == asking.Alarm.On ? other.Value : double.NaN
            : name == $"{other.Alarm.On}.{other.Alarm.Name}" ? other.Value : throw new InvalidOperationException($"no variable: {name}");
}
