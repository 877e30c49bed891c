namespace TcpResets.Resets;

/// <summary>What the operator calls intentional, and wants to see apart: a load balancer's health check, a probe.</summary>
/// <param name="Name">The operator's word for it.</param>
/// <param name="Kinds">Of which kinds.</param>
/// <param name="ServicePort">At which port of the serving side; 0 for any. Where it is not known which side served, either port.</param>
/// <param name="Peers">With whom; never empty.</param>
internal sealed record ExcludeRule(string Name, IReadOnlyList<Kind> Kinds, ushort ServicePort, IReadOnlyList<AddressRange> Peers)
{
    /// <summary>How many ranges of peers all rules together may have, <see cref="AddressRange.All"/> being one, too.</summary>
    public const int MostRanges = 64;

    /// <summary>The line of section <c>[exclude]</c> in <c>tcp-resets.conf</c> that says it.</summary>
    public string Line => ExcludeRuleText.Format(this);
}
