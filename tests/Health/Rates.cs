namespace TcpResets.Tests.Health;

/// <summary>
/// A series of rates, one a second, put together from stretches. Seconds without data, since agent or plugin were down, are nan.
/// </summary>
internal sealed class Rates
{
    private readonly List<double> rates = [];
    private readonly List<double> sums = [0];
    private readonly List<int> known = [0];
    private readonly List<int> starts = [0];

    /// <summary>How many seconds.</summary>
    public int Length => rates.Count;

    /// <summary>The seconds at which an agent was started, the first one included.</summary>
    public IReadOnlyList<int> Starts => starts;

    /// <summary>Adds a steady rate.</summary>
    public Rates Then(double rate, int seconds) => Then(_ => rate, seconds);

    /// <summary>Adds a rate by the second of the stretch, from 0 on.</summary>
    public Rates Then(Func<int, double> rate, int seconds)
    {
        for (int i = 0; i < seconds; i++)
        {
            double value = rate(i);
            rates.Add(value);
            sums.Add(sums[^1] + (double.IsNaN(value) ? 0 : value));
            known.Add(known[^1] + (double.IsNaN(value) ? 0 : 1));
        }

        return this;
    }

    /// <summary>Adds bursts with pauses between them, the pause last.</summary>
    public Rates ThenBursts(double rate, int seconds, double pauseRate, int pause, int times) =>
        Then(i => i % (seconds + pause) < seconds ? rate : pauseRate, (seconds + pause) * times);

    /// <summary>Adds a steady rate as it is in life: each second's number is chance (Poisson), the average is the rate.</summary>
    public Rates ThenByChance(double rate, int seconds, int seed)
    {
#pragma warning disable CA5394 // not for secrets: the same numbers each time
        Random random = new(seed);
        return Then(_ => Math.Max(0, Math.Round(Scattered())), seconds);

        double Scattered() =>
            rate + (Math.Sqrt(rate) * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
#pragma warning restore CA5394
    }

    /// <summary>The agent is down for a while, and is started again; it keeps its database.</summary>
    public Rates ThenRestart(int seconds)
    {
        Then(double.NaN, seconds);
        starts.Add(Length);
        return this;
    }

    /// <summary>The average of the known seconds of a window; nan if none is known.</summary>
    public double Average(int from, int to)
    {
        (from, to) = (Math.Clamp(from, 0, Length), Math.Clamp(to, 0, Length));
        return (sums[to] - sums[from]) / (known[to] - known[from]);
    }

    /// <summary>The last second before this one of which something is known, or -1.</summary>
    public int LastKnown(int before)
    {
        int second = before - 1;
        while (second >= 0 && double.IsNaN(rates[second]))
        {
            second--;
        }

        return second;
    }
}
