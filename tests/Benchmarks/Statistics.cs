namespace TcpResets.Benchmarks;

/// <summary>What is told of many measurements.</summary>
internal static class Statistics
{
    /// <summary>The one in the middle.</summary>
    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
