namespace TcpResets.Resets;

/// <summary>
/// A value at which idle times pile up: something between, or one of the ends, gives up idle connections then. Each connection comes to a
/// limit in a moment of its own. Where all that had fallen silent together end together, a process may have died, once: such idle times
/// are alike, too, and tell nothing. So what counts is how many moments they are of.
/// </summary>
internal static class IdleLimit
{
    /// <summary>Microseconds in which one death may end very many connections.</summary>
    public const long Moment = 250_000;

    /// <summary>In milliseconds: below, it is an application's haste.</summary>
    public const uint Shortest = 900;

    // A limit is seen late: by a timer's grain, by the time on the way.
    private const double Tolerance = 0.03;
    private const uint LeastTolerance = 300;

    /// <summary>Whether two idle times, in milliseconds, may be of one limit.</summary>
    public static bool AreAlike(uint one, uint other) => Math.Max(one, other) - Math.Min(one, other) <= Slack(Math.Max(one, other));

    private static uint Slack(uint milliseconds) => Math.Max((uint)(milliseconds * Tolerance), LeastTolerance);
}
