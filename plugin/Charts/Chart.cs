namespace TcpResets.Charts;

/// <summary>
/// What is drawn: rates in resets/s. The id, type.id, is the context, too; its type is the section of the dashboard, in which a lower
/// priority is further up. It is created at the start if it is always there, else once it has something to show.
/// </summary>
internal sealed record Chart(string Id, string Title, ChartType Type, int Priority, bool IsAlwaysThere, IReadOnlyList<Dimension> Dimensions)
{
    /// <summary>The label of the vertical axis.</summary>
    public const string Units = "resets/s";

    /// <summary>The sub-menu, which Netdata's own TCP charts are in, too.</summary>
    public string Family { get; init; } = "tcp";
}
