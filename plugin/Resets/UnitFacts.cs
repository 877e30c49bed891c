namespace TcpResets.Resets;

/// <summary>What systemd says of a unit.</summary>
/// <param name="name">As in <c>nginx.service</c>.</param>
/// <param name="state">As in <c>failed</c>, <c>active</c>, <c>auto-restart</c>.</param>
/// <param name="result">Why it ended, as in <c>oom-kill</c>, <c>exit-code</c>; <c>success</c> or empty if nothing was wrong.</param>
/// <param name="restarts">How often systemd has restarted it.</param>
/// <param name="started">When it started last, in microseconds since 1970; 0 if that is not known.</param>
internal sealed class UnitFacts(string name, string state, string result, uint restarts, long started)
{
    public string Name => name;

    public string State => state;

    public string Result => result;

    public uint Restarts => restarts;

    public long Started => started;

    /// <summary>Whether it is down, or goes up and down.</summary>
    public bool IsBroken => state is not "active" || restarts > 0;
}
