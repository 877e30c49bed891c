using TcpResets.Charts;
using TcpResets.Resets;

namespace TcpResets.Tests.Documents;

/// <summary>The charts that there are, from whichever source.</summary>
internal static class Catalog
{
    /// <summary>The dimensions of each chart.</summary>
    public static IReadOnlyDictionary<string, string[]> Charts { get; } = Enum.GetValues<SourceKind>().SelectMany(ChartCatalog.For)
        .Append(ChartCatalog.OfService(default))
        .GroupBy(chart => chart.Id)
        .ToDictionary(
            same => same.Key,
            same => same.SelectMany(chart => chart.Dimensions).Select(dimension => dimension.Id).Distinct().ToArray());
}
