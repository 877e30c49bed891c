using System.Text;
using TcpResets.Netdata;
using TcpResets.Resets;

namespace TcpResets.Charts;

/// <summary>A chart of the catalog while it is being collected: whether the agent knows it, and when it was collected last.</summary>
internal sealed class CollectedChart(Chart chart, ResetSource source, int updateEvery)
{
    private readonly byte[] id = Encoding.UTF8.GetBytes(chart.Id);
    private readonly Dimension[] dimensions = [.. chart.Dimensions]; // walking through an interface would allocate, each second
    private bool begun;
    private bool created;
    private ulong looked = ulong.MaxValue; // ResetCounts.Changes when there was nothing to show
    private long lastCollected;

    /// <summary>Writes what there is to say now, in microseconds since boot; nothing if nothing is known, or nothing to show yet.</summary>
    public void Write(PluginsdWriter writer, ResetCounts counts, long now)
    {
        bool first = !created;
        bool isAwaited = begun || chart.IsAlwaysThere;
        begun = true;
        if (!isAwaited || looked == counts.Changes)
        {
            return;
        }

        if (!HasOne(counts, first && !chart.IsAlwaysThere ? 1UL : 0))
        {
            looked = counts.Changes;
            return;
        }

        if (first)
        {
            created = true;
            WriteDefinition(writer);
        }

        writer.Begin(id, first ? 0 : now - lastCollected);
        foreach (Dimension dimension in dimensions)
        {
            if (counts.TryGet(dimension.Family, dimension.Kind, out ulong resets))
            {
                // What is always there begins at 0, so that an agent which knows the chart from before, and takes a counter that has
                // gone back for one that begins anew, loses none. The next collection tells what has come meanwhile, and so does
                // every other chart then, of which the agent draws the first value (PluginsdWriter.Chart): they add up.
                writer.Set(dimension.IdBytes, first && chart.IsAlwaysThere ? 0 : resets);
            }
        }

        writer.End();
        lastCollected = now;
    }

    /// <summary>The labels that all charts have, and the end of a chart's labels.</summary>
    public static void WriteLabels(PluginsdWriter writer, ResetSource source)
    {
        writer.Label("source", source.Name);
        writer.Label("network_namespaces", source.IsHostWide ? "all" : "own");
        writer.LabelCommit();
    }

    private bool HasOne(ResetCounts counts, ulong least)
    {
        foreach (Dimension dimension in dimensions)
        {
            if (counts.TryGet(dimension.Family, dimension.Kind, out ulong resets) && resets >= least)
            {
                return true;
            }
        }

        return false;
    }

    private void WriteDefinition(PluginsdWriter writer)
    {
        writer.Chart(
            chart.Id, chart.Title, Chart.Units, chart.Family, chart.Id,
            Words<ChartType>.Of(chart.Type), chart.Priority, updateEvery, source.Name);
        WriteLabels(writer, source);
        foreach (Dimension dimension in dimensions)
        {
            writer.Dimension(dimension.Id, dimension.Id, dimension.Multiplier);
        }
    }
}
