namespace TcpResets.Benchmarks;

/// <summary>What the plugin has to reach.</summary>
/// <param name="Name">What is measured.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Limit">The most it may be.</param>
internal sealed record Bar(string Name, double Value, double Limit)
{
    /// <summary>True if it is reached.</summary>
    public bool IsReached => Value <= Limit;

    /// <inheritdoc/>
    public override string ToString() => FormattableString.Invariant($"{(IsReached ? "reached" : "MISSED ")}  {Name}: {Value:0.##}, at most {Limit:0.##}");
}
