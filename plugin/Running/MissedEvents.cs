using TcpResets.Logging;
using TcpResets.Resets;

namespace TcpResets.Running;

/// <summary>Says in the log what a source that calls itself exact has missed, looking at most once a minute.</summary>
internal sealed class MissedEvents(ResetSource source, Log log)
{
    private const string CannotTell = "cannot tell: Linux counts them since 5.12, and says so without privileges since 5.19";
    private const long Minute = 60_000_000;
    private long lastAsked;
    private ulong? logged = 0;

    /// <summary>The same for a person, who asks once.</summary>
    public static string Describe(ulong? missed) => missed is { } events ? $"{events}" : CannotTell;

    /// <summary>Looks, if a minute has gone by, at the microseconds since boot.</summary>
    public void Check(long now)
    {
        if (now - lastAsked < Minute)
        {
            return;
        }

        lastAsked = now;
        ulong? missed = source.Missed;
        if (missed > logged)
        {
            log.Write(LogLevel.Warning, $"the kernel has skipped {missed - logged} events, since a program was busy on the same CPU: "
                + "some resets may not be counted");
        }
        else if (missed is null && logged is not null)
        {
            log.Write(LogLevel.Info, $"events that the kernel has skipped: {CannotTell}");
        }

        logged = missed;
    }
}
