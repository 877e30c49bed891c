namespace TcpResets.Tests.Soak;

/// <summary>One thing that goes wrong.</summary>
/// <param name="Name">In the table.</param>
/// <param name="EndsPlugin">Whether the plugin ends of it, so that what comes meanwhile is nobody's to count.</param>
/// <param name="Happen">Makes it happen, and ends it: for how long nothing could be shown because of it.</param>
internal sealed record Fault(string Name, bool EndsPlugin, Func<TimeSpan> Happen)
{
    /// <summary>What of its own must hold when it is over: what is wrong, or null.</summary>
    public Func<string?> Check { get; init; } = () => null;
}
