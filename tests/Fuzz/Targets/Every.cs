namespace TcpResets.Tests.Fuzz.Targets;

/// <summary>Every reader of what others have written.</summary>
internal static class Every
{
    public static IReadOnlyList<Target> Target { get; } =
        [.. OfProc.All, .. OfPrograms.All, .. OfNames.All, .. OfConfiguration.All, .. OfAgent.All, .. OfHistory.All, .. OfKernel.All];
}
