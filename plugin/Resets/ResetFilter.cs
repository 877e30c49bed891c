namespace TcpResets.Resets;

/// <summary>Which resets a person wants to see. What is null or empty asks for nothing.</summary>
internal sealed record ResetFilter
{
    /// <summary>Finds those that a rule of the operator's calls intentional, whatever their kind.</summary>
    public const string Excluded = "excluded";

    private static readonly string[] WordOfKind = AllWords();

    public Direction? Direction { get; init; }

    /// <summary>Words as in <c>time_wait</c>, which is one of each direction, and <see cref="Excluded"/>.</summary>
    public IReadOnlyList<string> Kinds { get; init; } = [];

    /// <summary>The service port; where it is not known which side is the service, either port.</summary>
    public ushort? Port { get; init; }

    public AddressRange? Peer { get; init; }

    /// <summary>The name of a service, in capitals or not.</summary>
    public string? Service { get; init; }

    /// <summary>Every word that <see cref="Kinds"/> may have.</summary>
    public static IReadOnlyList<string> KindWords { get; } = [.. WordOfKind.Distinct(), Excluded];

    /// <summary>Whether it is one of those.</summary>
    public bool Takes(in ResetEvent reset, Service service) =>
        (Direction is null || Direction == reset.Kind.Direction)
        && (Kinds.Count == 0 || TakesKind(reset))
        && (Port is null || (reset.Role == Role.Unknown
            ? Port == reset.LocalPort || Port == reset.PeerPort
            : Port == reset.ServicePort))
        && (Peer is not { } peers || peers.Contains(reset.Peer, reset.Family))
        && (Service is null || Service.Equals(service.Name, StringComparison.OrdinalIgnoreCase));

    private bool TakesKind(in ResetEvent reset)
    {
        string word = WordOfKind[reset.KindNumber];
        foreach (string kind in Kinds)
        {
            if (kind == word || (reset.IsExcluded && kind == Excluded))
            {
                return true;
            }
        }

        return false;
    }

    private static string[] AllWords()
    {
        string[] words = new string[Kind.Count];
        for (byte number = 0; number < words.Length; number++)
        {
            words[number] = new Kind(number).ToString();
        }

        return words;
    }
}
