namespace TcpResets.Resets;

/// <summary>A fixed number of rows, of which some are in use: from 0 on.</summary>
internal sealed class FlowRows(int capacity, FlowClock clock)
{
    private readonly FlowRow[] rows = new FlowRow[capacity];
    private readonly Flow[] flows = new Flow[capacity];

    public int Count { get; private set; }

    /// <summary>Those in use, as others may read them.</summary>
    public ReadOnlySpan<Flow> Flows => flows.AsSpan(0, Count);

    public ref FlowRow this[int number] => ref rows[number];

    /// <summary>Takes one more into use.</summary>
    /// <returns>Its number.</returns>
    public int Add()
    {
        flows[Count] ??= new Flow(rows, Count, clock);
        return Count++;
    }

    /// <summary>Takes all out of use.</summary>
    public void Clear() => Count = 0;
}
