namespace TcpResets.Charts;

/// <summary>How the dashboard draws a chart: a line a dimension, or the dimensions on top of each other.</summary>
internal enum ChartType
{
    Line,
    Stacked,
}
