using System.Text;
using TcpResets.Logging;
using TcpResets.Netdata;
using TcpResets.Resets;

namespace TcpResets.Charts;

/// <summary>
/// The chart of one service, or of all others: an instance of the context <see cref="Chart.Id"/>. It counts from 0 on when it begins, since
/// the agent draws the first value of a new chart as if 0 had been before it (<see cref="PluginsdWriter.Chart"/>).
/// </summary>
internal sealed class ServiceChart(Chart chart, string id, string serviceName, string serviceKind)
{
    private readonly byte[] idBytes = Encoding.UTF8.GetBytes(id);
    private bool isCreated;
    private bool hasGained;
    private long lastGain;
    private long lastCollected;

    public string Id => id;

    public ulong Received { get; private set; }

    public ulong Sent { get; private set; }

    public void Gain(ulong received, ulong sent)
    {
        Received += received;
        Sent += sent;
        hasGained |= received + sent > 0;
    }

    /// <summary>Microseconds since it last gained, at a time since boot.</summary>
    public long IdleAt(long now) => hasGained ? 0 : now - lastGain;

    /// <summary>Writes it, in microseconds since boot: once it has something to show, and then always.</summary>
    public void Write(PluginsdWriter writer, ResetSource source, int updateEvery, long now)
    {
        if (hasGained)
        {
            hasGained = false;
            lastGain = now;
        }

        bool first = !isCreated;
        if (first && Received + Sent == 0)
        {
            return;
        }

        if (first)
        {
            isCreated = true;
            Define(writer, source, updateEvery, isObsolete: false);
        }

        writer.Begin(idBytes, first ? 0 : now - lastCollected);
        writer.Set(chart.Dimensions[0].IdBytes, Received);
        writer.Set(chart.Dimensions[1].IdBytes, Sent);
        writer.End();
        lastCollected = now;
    }

    /// <summary>Tells the agent that nothing more will come of it. It may begin anew.</summary>
    public void End(PluginsdWriter writer, ResetSource source, int updateEvery)
    {
        if (isCreated)
        {
            Define(writer, source, updateEvery, isObsolete: true);
        }

        isCreated = false;
        Received = Sent = 0;
    }

    private void Define(PluginsdWriter writer, ResetSource source, int updateEvery, bool isObsolete)
    {
        writer.Chart(
            id, chart.Title, Chart.Units, chart.Family, chart.Id,
            Words<ChartType>.Of(chart.Type), chart.Priority, updateEvery, source.Name, isObsolete);
        writer.Label("service_name", OneLine.Of(serviceName)); // it goes on to whatever shows labels
        writer.Label("service_kind", serviceKind);
        CollectedChart.WriteLabels(writer, source);
        foreach (Dimension dimension in chart.Dimensions)
        {
            writer.Dimension(dimension.Id, dimension.Id, dimension.Multiplier);
        }
    }
}
