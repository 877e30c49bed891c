using TcpResets.Charts;
using TcpResets.Netdata;
using TcpResets.Resets;
using TcpResets.Settings;

namespace TcpResets.Running;

/// <summary>What happens each second, top to bottom.</summary>
internal sealed class Collector(ResetSource source, PluginsdWriter writer, int updateEvery, AgentVersion agent)
{
    private readonly ResetCounts counts = new();
    private readonly CollectedChart[] charts =
        [.. ChartCatalog.For(source, agent).Select(chart => new CollectedChart(chart, source, updateEvery))];

    /// <summary>Collects once, at so many microseconds since boot, suspend included; 0, or the errno of the write.</summary>
    public int Collect(long now)
    {
        source.Read(counts);
        foreach (CollectedChart chart in charts)
        {
            chart.Write(writer, counts, now);
        }

        return writer.Flush();
    }

    /// <summary>Says that the plugin lives, where <see cref="Collect"/> is silent for long; 0, or the errno of the write.</summary>
    public int KeepAlive()
    {
        writer.KeepAlive();
        return writer.Flush();
    }
}
