using TcpResets.Procfs;

namespace TcpResets.Tests.Procfs;

/// <summary>What 50 events of one kind do, measured between two network namespaces of Linux 6.18; or two kinds at once, added.</summary>
/// <param name="Event">In words.</param>
/// <param name="Wire">Resets that arrived at the host.</param>
/// <param name="AttemptFails">Growth of the counter.</param>
/// <param name="EstabResets">Growth of the counter.</param>
/// <param name="AbortOnClose">Growth of the counter.</param>
/// <param name="AbortOnData">Growth of the counter.</param>
/// <param name="AbortOnTimeout">Growth of the counter.</param>
/// <param name="InDestUnreachs">Growth of the counter.</param>
/// <param name="OutDatagrams">Growth of the counter.</param>
/// <param name="OutEchos">Growth of the counter.</param>
/// <param name="InSegs">Growth of the counter.</param>
public sealed record CounterGrowth(
    string Event,
    ulong Wire,
    ulong AttemptFails = 0,
    ulong EstabResets = 0,
    ulong AbortOnClose = 0,
    ulong AbortOnData = 0,
    ulong AbortOnTimeout = 0,
    ulong InDestUnreachs = 0,
    ulong OutDatagrams = 0,
    ulong OutEchos = 0,
    ulong InSegs = 1000)
{
    internal ulong Estimate => new SnmpEstimate
    {
        AttemptFails = AttemptFails,
        EstabResets = EstabResets,
        AbortOnClose = AbortOnClose,
        AbortOnData = AbortOnData,
        AbortOnTimeout = AbortOnTimeout,
        InDestUnreachs = InDestUnreachs,
        OutDatagrams = OutDatagrams,
        OutEchos = OutEchos,
        InSegs = InSegs,
    }.Received;

    public override string ToString() => Event;
}
