using TcpResets.Logging;
using TcpResets.Resets;

namespace TcpResets.Running;

/// <summary>Tells in the log what a source that calls itself exact has missed, at most once a minute.</summary>
internal sealed class MissedEvents(ResetSource source, Log log)
{
    private const long Minute = 60_000_000;
    private long lastAsked;
    private ulong told;

    /// <summary>Asks, if a minute has gone by.</summary>
    /// <param name="now">Microseconds since boot.</param>
    public void Tell(long now)
    {
        if (now - lastAsked < Minute)
        {
            return;
        }

        lastAsked = now;
        ulong missed = source.Missed;
        if (missed > told)
        {
            log.Write(LogLevel.Warning, $"the kernel has skipped {missed - told} events, since a program was busy on the same CPU: some resets may not be counted");
            told = missed;
        }
    }
}
