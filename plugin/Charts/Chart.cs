namespace TcpResets.Charts;

/// <summary>What is drawn. All dimensions are rates in resets/s; the context is the id.</summary>
/// <param name="Id">type.id: the type is the section of the dashboard.</param>
/// <param name="Title">The text above the chart.</param>
/// <param name="Type">How it is drawn.</param>
/// <param name="Priority">Its place: lower is further up.</param>
/// <param name="IsAlwaysThere">True if it is created at the start, false if only once it has something to show.</param>
/// <param name="Dimensions">Its lines, in order.</param>
internal sealed record Chart(string Id, string Title, ChartType Type, int Priority, bool IsAlwaysThere, IReadOnlyList<Dimension> Dimensions)
{
    /// <summary>The label of the vertical axis.</summary>
    public const string Units = "resets/s";

    /// <summary>The sub-menu, which Netdata's own TCP charts are in, too.</summary>
    public const string Family = "tcp";
}
