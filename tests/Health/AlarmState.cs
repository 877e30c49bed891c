namespace TcpResets.Tests.Health;

/// <summary>An alarm in a running agent.</summary>
internal sealed class AlarmState(Alarm alarm)
{
    // RRDCALC_STATUS in the agent's health.
    public const double Uninitialized = 0, Clear = 1, Warning = 3;

    public Alarm Alarm { get; } = alarm;

    public double Value { get; set; } = double.NaN;

    public double Status { get; set; } = Uninitialized;

    /// <summary>The second from which on it is to be evaluated again.</summary>
    public int NextUpdate { get; set; }
}
