namespace TcpResets.Tests.Scenarios;

/// <summary>What is counted of a way where the kernel lacks something.</summary>
/// <param name="Of">What it lacks.</param>
/// <param name="Counts">The dimensions, as <see cref="Way"/> has them.</param>
internal sealed record Instead(Lack Of, params string[] Counts)
{
    /// <inheritdoc cref="Way.EstimatesReceived"/>
    public int? EstimatesReceived { get; init; }
}
