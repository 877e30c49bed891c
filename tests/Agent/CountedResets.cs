namespace TcpResets.Tests.Agent;

/// <summary>Resets between two points in time.</summary>
/// <param name="OnTheWire">That a packet filter saw leave.</param>
/// <param name="Received">That the chart shows as received.</param>
/// <param name="Sent">That the chart shows as sent.</param>
public readonly record struct CountedResets(long OnTheWire, double Received, double Sent)
{
    /// <summary>Those from <paramref name="before"/> to <paramref name="now"/>.</summary>
    public static CountedResets operator -(CountedResets now, CountedResets before) =>
        new(now.OnTheWire - before.OnTheWire, now.Received - before.Received, now.Sent - before.Sent);
}
