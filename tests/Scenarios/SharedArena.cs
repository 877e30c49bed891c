using TcpResets.Kernel;
using TcpResets.Resets;

namespace TcpResets.Tests.Scenarios;

/// <summary>One arena for all rows, with source <c>kernel</c>, which counts what happens at its host only.</summary>
public sealed class SharedArena : IDisposable
{
    internal Arena Arena { get; } = new(host =>
        KernelSource.TryAttach(new KernelOptions { NetworkNamespace = host }, out SourceFinding finding)
            ?? throw new InvalidOperationException(finding.Reason));

    public void Dispose() => Arena.Dispose();
}
