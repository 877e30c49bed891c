namespace TcpResets.Tests.Scenarios;

/// <summary>What was seen of one way, in one family: as text, since that is what is compared and shown.</summary>
/// <param name="Wire">Resets that passed the host's devices.</param>
/// <param name="Kernel">What source <c>kernel</c> counted; null without one.</param>
/// <param name="Events">What it handed on of each; null without one.</param>
/// <param name="Snmp">What source <c>snmp</c> estimated.</param>
internal sealed record Outcome(string Wire, string? Kernel, string? Events, string Snmp)
{
    public override string ToString() => $"wire: {Wire}; kernel: {Kernel ?? "absent"}; events: {Events ?? "absent"}; snmp: {Snmp}";
}
