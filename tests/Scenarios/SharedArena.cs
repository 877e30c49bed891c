namespace TcpResets.Tests.Scenarios;

/// <summary>One arena for all rows.</summary>
public sealed class SharedArena : IDisposable
{
    internal Arena Arena { get; } = new(_ => null);

    public void Dispose() => Arena.Dispose();
}
