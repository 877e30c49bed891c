namespace TcpResets.Resets;

/// <summary>
/// Names the causes of resets, heaviest first. The weight of one is its harm times its <see cref="Crowd.Excess"/>: the resets of each
/// minute of the last hour beyond what is normal (half an hour to an hour ago, as the alerts have it), of which those of ten minutes ago
/// weigh half as much as those of now, and so on. So what has been there for an hour weighs nothing beside what began now, an aborted
/// request weighs as much as some twenty scanned ports, and a full queue most: see <see cref="CauseRules"/>. What does not reach
/// <see cref="Harmful"/> is usual here, and comes last, by number.
/// </summary>
internal static class Diagnosis
{
    /// <summary>The command that names them.</summary>
    public const string Command = "diagnose";

    /// <summary>Four connections in use that were cut just now, or two that met a full queue, or seventy ports that were scanned.</summary>
    public const double Harmful = 20;

    /// <summary>Which resets there are to explain.</summary>
    /// <param name="remembered">The rows of the last hour.</param>
    /// <param name="watched">The rows of just now.</param>
    /// <param name="seconds">For how long these were watched; 0 if there are none, and the others know their rates.</param>
    public static List<Crowd> Look(ReadOnlySpan<Flow> remembered, ReadOnlySpan<Flow> watched = default, double seconds = 0) =>
        new Crowds(remembered, watched).Make(seconds);

    /// <summary>What explains them.</summary>
    public static List<Cause> Explain(List<Crowd> crowds, HostFacts facts)
    {
        List<Cause> causes = [];
        foreach (Crowd crowd in crowds)
        {
            causes.Add(new(CauseRules.For(crowd, facts), crowd, facts));
        }

        causes.Sort((one, other) => one.IsUnusual || other.IsUnusual
            ? other.Score.CompareTo(one.Score)
            : (other.Rule.Harm * other.Crowd.Count).CompareTo(one.Rule.Harm * one.Crowd.Count));
        return causes;
    }
}
