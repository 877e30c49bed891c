namespace TcpResets.Resets;

/// <summary>Whoever wants to know what the rows of a <see cref="FlowTable"/> gain.</summary>
internal interface IGainReader
{
    /// <summary>Takes what a row has gained since the last time, scaled to the exact totals. Rows of all others are not told of.</summary>
    void Gain(in FlowKey key, ulong resets);
}
