namespace TcpResets.Benchmarks;

/// <summary>What a watcher of resets made of a storm, and what it took; processor time in nanoseconds.</summary>
/// <param name="Own">User and system, of its own process.</param>
/// <param name="Kernel">What the kernel did for it within the storm's system calls.</param>
/// <param name="Counted">How many resets it told.</param>
/// <param name="Made">How many there were to tell, as it sees them.</param>
/// <param name="Lost">How many it said were lost.</param>
internal sealed record Observation(double Own, double Kernel, double Counted, double Made, double Lost)
{
    /// <summary>All that it took.</summary>
    public double Spent => Own + Kernel;
}
