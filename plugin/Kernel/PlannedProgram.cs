using TcpResets.Resets;

namespace TcpResets.Kernel;

/// <summary>A row of <see cref="KernelPlan"/>: one of the programs, or what it does besides where others are missing.</summary>
/// <param name="Name">The program's name.</param>
/// <param name="IsOfUse">Whether it says more than the others that a kernel can take.</param>
/// <param name="Needs">What it needs of a kernel, besides the function that it watches.</param>
/// <param name="Kinds">The kinds that are known by it.</param>
/// <param name="Limit">What stays unknown where it cannot be had, in words that can follow others in one sentence; null if nothing.</param>
internal sealed record PlannedProgram(
    string Name, Predicate<KernelFacts> IsOfUse, Predicate<KernelFacts> Needs, Kind[] Kinds, Func<KernelFacts, string?> Limit)
{
    public Family[] Families { get; init; } = [Family.IPv4, Family.IPv6];

    /// <summary>The function that it watches; null if it is at a tracepoint.</summary>
    public KernelFunction? Watches { get; init; }

    /// <summary>Whether it casts pointers, which takes <c>bpf_rdonly_cast()</c> (6.2): only those that need later things.</summary>
    public bool UsesCasts { get; init; }

    public bool CanRun(KernelFacts facts) => Needs(facts) && (Watches is null || facts.CanWatch(Watches));
}
