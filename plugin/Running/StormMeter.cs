using TcpResets.Resets;

namespace TcpResets.Running;

/// <summary>
/// Knows when a storm begins and ends, by the measure of the alert 10s_ipv4_tcp_resets_received and its kin (health.d/tcp_resets.conf, its
/// head). All times are microseconds since boot; it allocates nothing.
/// </summary>
internal sealed class StormMeter
{
    private const long Second = 1_000_000, Minute = 60 * Second;
    private const int Samples = 64; // of 40 seconds, or of more if there is less than one a second
    private const double Least = 50;
    private const int Half = MinuteRing.Length / 2;

    private readonly (long Time, ulong Total)[] samples = new (long, ulong)[Samples];
    private MinuteRing minutes;
    private int count;
    private long first;
    private long quietSince;
    private ulong totalAtBegin;

    /// <summary>Whether there is a storm.</summary>
    public bool IsStorm { get; private set; }

    /// <summary>When the last one began.</summary>
    public long Begin { get; private set; }

    /// <summary>Resets since it began.</summary>
    public ulong InStorm => Latest.Total - totalAtBegin;

    /// <summary>Per second, of the last ten.</summary>
    public double Rate { get; private set; }

    private (long Time, ulong Total) Latest => samples[(count - 1) % Samples];

    /// <summary>Takes the total of a time.</summary>
    /// <returns>Whether a storm has just begun, or has just ended.</returns>
    public bool Take(long now, ulong total)
    {
        if (count == 0)
        {
            first = now;
        }
        else if (total > Latest.Total)
        {
            minutes.Add(now, total - Latest.Total);
        }

        // A source may have told too many before.
        samples[count % Samples] = (now, count == 0 ? total : Math.Max(total, Latest.Total));
        count = count == int.MaxValue ? Samples + (count % Samples) : count + 1;
        Rate = PerSecond(10 * Second);
        if (!IsStorm && Rate <= Least)
        {
            return false; // whatever is normal
        }

        double longer = PerSecond(40 * Second);
        double normal = Normal(now);
        if (!IsStorm)
        {
            IsStorm = Begins(now, longer, normal);
            Begin = IsStorm ? now : Begin;
            totalAtBegin = IsStorm ? TotalBefore(10 * Second).Total : totalAtBegin;
            quietSince = now;
            return IsStorm;
        }

        quietSince = Holds(longer, normal) ? now : quietSince;
        IsStorm = now - quietSince < Minute;
        return !IsStorm;
    }

    private bool Begins(long now, double longer, double normal)
    {
        bool comesBack = Rate > 2.4 * longer && !(Rate <= 2 * normal);
        return now - first >= Minute && Rate > Least && (Rate > 10 * normal || comesBack);
    }

    private bool Holds(double longer, double normal) => double.IsNaN(normal)
        ? Math.Max(Rate, longer) > 25
        : Math.Max(Rate, longer) is var most && most > 5 && most > 2 * normal;

    /// <summary>Per second, half an hour to an hour ago; no number as long as that is not known.</summary>
    private double Normal(long now)
    {
        long known = Math.Min(now - first - (Half * Minute), Half * Minute);
        double resets = 0;
        for (int ago = Half; ago < MinuteRing.Length && known > 0; ago++)
        {
            resets += minutes.At(now, ago);
        }

        return known > 0 ? resets * Second / known : double.NaN;
    }

    private double PerSecond(long window)
    {
        (long time, ulong total) = TotalBefore(window);
        long passed = Math.Max(Latest.Time - time, 10 * Second);
        return (Latest.Total - total) * (double)Second / passed;
    }

    /// <summary>The newest sample that is as old as a window, or the oldest there is.</summary>
    private (long Time, ulong Total) TotalBefore(long window)
    {
        int back = 1;
        while (back < Math.Min(count, Samples) && Latest.Time - samples[(count - back) % Samples].Time < window)
        {
            back++;
        }

        return samples[(count - back) % Samples];
    }
}
