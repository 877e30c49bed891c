using TcpResets.Resets;

namespace TcpResets.Terminal;

/// <summary>What of a table of flows is shown, and in which order.</summary>
internal sealed class TopView : IComparer<Flow>
{
    private readonly List<Flow> shown = [];

    public TopOrder Order { get; set; }

    /// <summary>Null: all of them.</summary>
    public Direction? Direction { get; set; }

    /// <summary>A part of a service's name, a peer's address or a kind's word; empty: all of them.</summary>
    public string Text { get; set; } = "";

    /// <summary>Resets a second of those that <see cref="Select"/> has chosen.</summary>
    public double Rate { get; private set; }

    /// <summary>How many resets they are.</summary>
    public ulong Total { get; private set; }

    public IReadOnlyList<Flow> Select(ReadOnlySpan<Flow> rows)
    {
        shown.Clear();
        (Rate, Total) = (0, 0);
        foreach (Flow flow in rows)
        {
            if (flow.Count > 0 && Takes(flow))
            {
                shown.Add(flow);
                Rate += flow.RecentRate;
                Total += flow.Count;
            }
        }

        shown.Sort(this);
        return shown;
    }

    public int Compare(Flow? x, Flow? y)
    {
        int order = Order switch
        {
            TopOrder.Rate => y!.RecentRate.CompareTo(x!.RecentRate),
            TopOrder.Since => y!.First.CompareTo(x!.First),
            TopOrder.Last => y!.Last.CompareTo(x!.Last),
            _ => 0,
        };
        return order != 0 ? order : y!.Count.CompareTo(x!.Count);
    }

    private bool Takes(Flow flow)
    {
        FlowKey key = flow.Key;
        return (Direction is null || (key.Kind != Kind.Excluded && key.Kind.Direction == Direction))
            && (Text.Length == 0
                || key.Service.Name.Contains(Text, StringComparison.OrdinalIgnoreCase)
                || (key.ServicePort != 0 && Crowd.Whole(key.ServicePort).Contains(Text, StringComparison.Ordinal))
                || key.Kind.ToString().Contains(Text, StringComparison.OrdinalIgnoreCase)
                || (!flow.IsOthers && key.Peer.ToString().Contains(Text, StringComparison.OrdinalIgnoreCase)));
    }
}
