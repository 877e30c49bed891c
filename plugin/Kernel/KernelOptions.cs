using TcpResets.Resets;

namespace TcpResets.Kernel;

/// <summary>What the source <c>kernel</c> is to do.</summary>
internal sealed record KernelOptions
{
    /// <summary>The inode number of the network namespace to count, or 0 for all.</summary>
    public uint NetworkNamespace { get; init; }

    /// <summary>Whether to hand on each reset, too, and not only count it.</summary>
    public bool HasEvents { get; init; } = true;

    /// <summary>What is intentional.</summary>
    public IReadOnlyList<ExcludeRule> Exclude { get; init; } = [];
}
