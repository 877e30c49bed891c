namespace TcpResets.Resets;

/// <summary>One thing that is wrong, or usual here.</summary>
/// <param name="rule">What it is.</param>
/// <param name="crowd">Which resets.</param>
/// <param name="facts">What else is known.</param>
internal sealed class Cause(CauseRule rule, Crowd crowd, HostFacts facts)
{
    public CauseRule Rule => rule;

    public Crowd Crowd => crowd;

    /// <summary>What it is, in words, without a full stop; others' words in it.</summary>
    public string Title => rule.Title(crowd, facts);

    /// <summary>What speaks for it: a sentence; others' words in it.</summary>
    public string Evidence => rule.Evidence(crowd, facts);

    /// <summary>What to do next, with its command between `: a sentence; others' words in it.</summary>
    public string Next => NamespaceCommands.In(rule.Next(crowd, facts), Place, facts.EntryOf(Place));

    /// <summary>See <see cref="Diagnosis"/>.</summary>
    public double Score => rule.Harm * crowd.Excess;

    /// <summary>Whether there is more of it than normal, and enough of it to do harm.</summary>
    public bool IsUnusual => Score >= Diagnosis.Harmful;

    /// <summary>The dimension whose section of the guide says more.</summary>
    public string Guide => crowd.Kind.ToString();

    private uint Place => crowd.Kind == Received.Refused ? crowd.ServedIn : crowd.NetworkNamespace;
}
