namespace TcpResets.Benchmarks;

/// <summary>What the plugin has to reach.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Limit">The most it may be.</param>
/// <param name="IsFloor">True if the limit is the least it may be instead.</param>
internal sealed record Bar(string Name, double Value, double Limit, bool IsFloor = false)
{
    /// <summary>True if it is reached.</summary>
    public bool IsReached => IsFloor ? Value >= Limit : Value <= Limit;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant(
        $"{(IsReached ? "reached" : "MISSED ")}  {Name}: {Value:0.###}, at {(IsFloor ? "least" : "most")} {Limit:0.##}");
}
