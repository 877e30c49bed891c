using TcpResets.Charts;
using TcpResets.Resets;

namespace TcpResets.Tests.Documents;

/// <summary>The charts that there are, from whichever source.</summary>
internal static class Catalog
{
    /// <summary>The sources that this version of the plugin has charts for.</summary>
    public static IReadOnlyList<SourceKind> Sources { get; } = [.. Enum.GetValues<SourceKind>().Where(HasCharts)];

    /// <summary>The dimensions of each chart.</summary>
    public static IReadOnlyDictionary<string, string[]> Charts { get; } = Sources.SelectMany(ChartCatalog.For)
        .GroupBy(chart => chart.Id)
        .ToDictionary(same => same.Key, same => same.SelectMany(chart => chart.Dimensions).Select(dimension => dimension.Id).Distinct().ToArray());

    private static bool HasCharts(SourceKind source)
    {
        try
        {
            return ChartCatalog.For(source).Count > 0;
        }
        catch (ArgumentOutOfRangeException)
        {
            return false;
        }
    }
}
