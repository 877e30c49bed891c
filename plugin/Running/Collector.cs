using TcpResets.Charts;
using TcpResets.Functions;
using TcpResets.Netdata;
using TcpResets.Resets;
using TcpResets.Settings;

namespace TcpResets.Running;

/// <summary>What happens each second, top to bottom.</summary>
/// <param name="source">What it reads.</param>
/// <param name="writer">Where the charts go.</param>
/// <param name="updateEvery">In seconds.</param>
/// <param name="agent">Who draws them.</param>
/// <param name="flows">Who was hit, where and why.</param>
/// <param name="services">The charts by service, which <paramref name="flows"/> tells; null for none.</param>
/// <param name="function">Tells of that whoever asks; null where there is nothing to tell.</param>
/// <param name="history">What keeps that; null if there is no place for it.</param>
/// <param name="storms">Tells the log of storms; null for none.</param>
internal sealed class Collector(
    ResetSource source,
    PluginsdWriter writer,
    int updateEvery,
    AgentVersion agent,
    FlowTable flows,
    ServiceCharts? services = null,
    TcpResetsFunction? function = null,
    HistoryFile? history = null,
    StormLog? storms = null)
{
    private readonly ResetCounts counts = new();
    private readonly CollectedChart[] charts =
        [.. ChartCatalog.For(source, agent).Select(chart => new CollectedChart(chart, source, updateEvery))];

    private bool isOffered;

    /// <summary>Whether there is something to <see cref="Gather"/> between two collections.</summary>
    public bool HasEvents => source.HasEvents;

    /// <summary>Collects once.</summary>
    /// <param name="now">Microseconds since boot, suspend included.</param>
    /// <param name="realtime">Microseconds since 1970.</param>
    /// <returns>0, or the errno of the write.</returns>
    public int Collect(long now, long realtime)
    {
        if (!isOffered)
        {
            isOffered = true;
            function?.Offer(writer);
        }

        source.Read(counts);
        foreach (CollectedChart chart in charts)
        {
            chart.Write(writer, counts, now);
        }

        Settle(now, realtime);
        services?.Write(writer, counts, now);
        int errno = writer.Flush();
        storms?.Check(counts, now); // the agent has its numbers first: what a storm is about takes a moment to find
        history?.Save(now);
        return errno;
    }

    /// <summary>Takes in the events between two collections, at the same times.</summary>
    public void Gather(long now, long realtime)
    {
        source.Read(counts);
        Settle(now, realtime);
        storms?.Check(counts, now);
    }

    /// <summary>Keeps what has happened last, at the same times: at the end.</summary>
    public void Finish(long now, long realtime)
    {
        if (history is not null)
        {
            Gather(now, realtime);
            history.SaveNow();
        }
    }

    /// <summary>Answers a call of a Function, at so many microseconds since 1970; 0, or the errno of the write.</summary>
    public int Answer(FunctionCall call, long realtime) => function?.Answer(call, writer, realtime) ?? 0;

    /// <summary>Says that the plugin lives, where <see cref="Collect"/> is silent for long; 0, or the errno of the write.</summary>
    public int KeepAlive()
    {
        writer.KeepAlive();
        return writer.Flush();
    }

    private void Settle(long now, long realtime)
    {
        flows.Begin(now);
        source.HandOn(flows);
        flows.Settle(counts, now, realtime);
    }
}
