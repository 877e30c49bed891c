using TcpResets.Linux;
using TcpResets.Logging;
using TcpResets.Resets;
using TcpResets.Terminal;

namespace TcpResets.Running;

/// <summary>
/// Says in the log when a storm begins, and when it ends, with what <c>diagnose</c> would name first: for those who come the day after. In
/// between it is silent, and allocates nothing.
/// </summary>
internal sealed class StormLog(FlowTable table, Log log)
{
    private readonly StormMeter received = new();
    private readonly StormMeter sent = new();

    /// <summary>Looks at the totals, at so many microseconds since boot; after <see cref="FlowTable.Settle"/>.</summary>
    public void Check(ResetCounts counts, long now)
    {
        Check(received, Direction.Received, Total(counts, Kind.AllReceived), now);
        Check(sent, Direction.Sent, Total(counts, Kind.AllSent), now);
    }

    private static ulong Total(ResetCounts counts, Kind all)
    {
        ulong total = 0;
        for (int family = 0; family < 2; family++)
        {
            if (counts.TryGet((Family)family, all, out ulong resets))
            {
                total += resets;
                continue;
            }

            for (byte number = 0; number < Kind.Count; number++)
            {
                total += new Kind(number).Total == all && counts.TryGet((Family)family, new Kind(number), out ulong of) ? of : 0;
            }
        }

        return total;
    }

    private void Check(StormMeter meter, Direction direction, ulong total, long now)
    {
        if (!meter.Take(now, total))
        {
            return;
        }

        string what = First(direction);
        log.Write(LogLevel.Warning, meter.IsStorm
            ? $"storm of {Words<Direction>.Of(direction)} resets begins: {CauseLines.Rate(meter.Rate)}; {what}"
                + $"'{Executable.Command} {Diagnosis.Command}' says more"
            : $"storm of {Words<Direction>.Of(direction)} resets is over: {CauseText.Number(meter.InStorm, "reset", "resets")} in "
                + $"{CauseText.Number((now - meter.Begin) / 60_000_000, "minute", "minutes")}; {what}"
                + $"'{Executable.Command} {Diagnosis.Command}' within the hour says more");
        Heap.GiveBackAll(); // of a full table, 10 MB
    }

    private string First(Direction direction)
    {
        foreach (Cause cause in Diagnosis.Explain(Diagnosis.Look(table.Rows), HostFacts.None))
        {
            if (cause.Crowd.Kind.Direction == direction)
            {
                return CauseLines.What(cause) + "; ";
            }
        }

        return "";
    }
}
