namespace TcpResets.Resets;

/// <summary>
/// Every cause that <see cref="Diagnosis"/> knows, a row each. The harm of one reset, as whoever is on call would have it: 10, the host
/// drowns; 5, somebody's request was cut off; 4, a service is not there; 3, connections break that need not; 2, it heals by itself;
/// 1 and below, it ends nothing, or somebody only knocks.
/// </summary>
internal static class CauseRules
{
    /// <summary>Asked in this order: the first that applies is it.</summary>
    public static IReadOnlyList<CauseRule> All { get; } =
        [.. ProbeCauses.All, .. ReceivedCauses.All, .. SentCauses.All, .. IgnoredCauses.All, Unknown];

    private static CauseRule Unknown => new(
        "other", 1,
        (_, _) => true,
        (c, _) => c.IsUnnamed ? $"resets of which nobody knows whom they hit "
            + $"({c.Kind.ToString()})" : $"resets of the kind {c.Kind.ToString()}",
        (_, _) => "The kernel tells no more of them.",
        (_, _) => "Look at each as it happens: `tcp-resets watch`");

    public static CauseRule For(Crowd crowd, HostFacts facts)
    {
        foreach (CauseRule rule in All)
        {
            if (rule.Applies(crowd, facts))
            {
                return rule;
            }
        }

        return Unknown;
    }
}
