namespace TcpResets.Charts;

/// <summary>How the dashboard draws a chart.</summary>
internal enum ChartType
{
    /// <summary>One line a dimension.</summary>
    Line,

    /// <summary>The dimensions on top of each other.</summary>
    Stacked,
}
