using TcpResets.Resets;

namespace TcpResets.Running;

/// <summary>
/// What <c>top</c> shows: the last hour as the plugin has written it down, and from there on what a source tells; without one, the plugin's
/// file, read again and again.
/// </summary>
internal sealed class TopFeed(ResetSource? source, FlowTable table, string history, LoopClock clock, Func<FlowTable> newTable)
{
    private const long BetweenReadings = 5_000_000; // the plugin writes every ten seconds

    private readonly ResetCounts counts = new();
    private long nextReading = clock.Boottime + BetweenReadings;

    public FlowTable Table { get; private set; } = table;

    /// <summary>Why the file could not be read; null if it could, or if there is none.</summary>
    public string? Problem { get; private set; }

    /// <summary>Brings the table up to now.</summary>
    public void Refresh()
    {
        long now = clock.Boottime;
        if (source is not null)
        {
            source.Read(counts);
            Table.Begin(now);
            source.HandOn(Table);
        }
        else if (now >= nextReading)
        {
            nextReading = now + BetweenReadings;
            Table = newTable();
            Table.Clock.Set(now, clock.Realtime);
            Problem = HistoryFile.Load(history, Table);
        }

        Table.Settle(counts, now, clock.Realtime);
    }
}
