using TcpResets.Netdata;
using TcpResets.Resets;

namespace TcpResets.Charts;

/// <summary>
/// The charts of the services that have resets, up to so many, and one for all that is in none of them, so that they always add up to the
/// totals of both families. One that has had no reset for an hour makes room for another.
/// </summary>
internal sealed class ServiceCharts : IGainReader
{
    private const long LongestIdle = 3_600_000_000; // microseconds

    private readonly Chart chart;
    private readonly int most;
    private readonly ResetSource source;
    private readonly int updateEvery;
    private readonly Dictionary<Service, ServiceChart> charts = [];
    private readonly List<Service> services = []; // those of the charts, to walk through without an allocation
    private readonly ServiceChart other;
    private bool begun;
    private ulong told; // of received ones, in any chart; and of sent ones
    private ulong toldSent;

    /// <summary>Begins with none.</summary>
    /// <param name="chart">What all are instances of.</param>
    /// <param name="most">How many services have one, at least 1.</param>
    /// <param name="source">Where the numbers come from.</param>
    /// <param name="updateEvery">In seconds.</param>
    public ServiceCharts(Chart chart, int most, ResetSource source, int updateEvery)
    {
        (this.chart, this.most, this.source, this.updateEvery) = (chart, most, source, updateEvery);
        other = new ServiceChart(
            chart, ServiceChartIds.Prefix(chart) + ChartCatalog.OtherServices, ChartCatalog.OtherServices, ChartCatalog.OtherServices);
    }

    /// <inheritdoc/>
    public void Gain(in FlowKey key, ulong resets)
    {
        bool isSent = key.Kind.Direction == Direction.Sent;
        if (key.IsExcluded || (!isSent && key.Kind.Direction != Direction.Received))
        {
            return; // they are in no total
        }

        if (!charts.TryGetValue(key.Service, out ServiceChart? of))
        {
            if (charts.Count == most)
            {
                return;
            }

            Service service = key.Service;
            string id = ServiceChartIds.Of(chart, service, IsTaken);
            of = new ServiceChart(chart, id, service.Name, Words<ServiceKind>.Of(service.Kind));
            charts.Add(service, of);
            services.Add(service);
        }

        of.Gain(isSent ? 0 : resets, isSent ? resets : 0);
        told += isSent ? 0 : resets;
        toldSent += isSent ? resets : 0;
    }

    /// <summary>Writes all, in microseconds since boot, once the table of flows has told what its rows have gained.</summary>
    public void Write(PluginsdWriter writer, ResetCounts counts, long now)
    {
        // What was counted before the first collection is told by the next one, as of other charts (CollectedChart).
        if (begun)
        {
            GiveRest(counts);
        }

        begun = true;
        for (int i = services.Count - 1; i >= 0; i--)
        {
            ServiceChart of = charts[services[i]];
            if (of.IdleAt(now) < LongestIdle)
            {
                of.Write(writer, source, updateEvery, now);
                continue;
            }

            of.End(writer, source, updateEvery);
            charts.Remove(services[i]);
            services.RemoveAt(i);
        }

        if (other.IdleAt(now) < LongestIdle)
        {
            other.Write(writer, source, updateEvery, now);
        }
        else
        {
            other.End(writer, source, updateEvery);
        }
    }

    // What the totals have more than the services. A row tells no more than its total has, but for totals that are not known now.
    private void GiveRest(ResetCounts counts)
    {
        ulong received = Total(counts, Kind.AllReceived);
        ulong sent = Total(counts, Kind.AllSent);
        ulong rest = received > told ? received - told : 0;
        ulong restSent = sent > toldSent ? sent - toldSent : 0;
        other.Gain(rest, restSent);
        told += rest;
        toldSent += restSent;
    }

    private static ulong Total(ResetCounts counts, Kind kind)
    {
        _ = counts.TryGet(Family.IPv4, kind, out ulong ofIPv4);
        _ = counts.TryGet(Family.IPv6, kind, out ulong ofIPv6);
        return ofIPv4 + ofIPv6;
    }

    private bool IsTaken(string id)
    {
        bool isTaken = id == other.Id;
        foreach (ServiceChart each in charts.Values)
        {
            isTaken |= each.Id == id;
        }

        return isTaken;
    }
}
