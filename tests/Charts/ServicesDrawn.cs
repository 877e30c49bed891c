using System.Text;
using TcpResets.Charts;
using TcpResets.Netdata;
using TcpResets.Resets;
using TcpResets.Tests.Resets;

namespace TcpResets.Tests.Charts;

/// <summary>A table of flows with charts by service, and an agent that draws what these say, as it does with <c>store_first</c>.</summary>
internal sealed class ServicesDrawn
{
    private readonly PluginsdWriter writer = new(-1);
    private readonly ResetCounts counts = new();
    private readonly ServiceCharts charts;
    private readonly Dictionary<string, long> values = [];
    private readonly Dictionary<string, long> totals = [];
    private int written;

    public ServicesDrawn(int most = 2, IServiceDirectory? names = null)
    {
        charts = new ServiceCharts(ChartCatalog.OfService(default), most, new NoSource(), updateEvery: 1);
        Flows = new Flows(services: names, gains: charts);
    }

    public Flows Flows { get; }

    /// <summary>What the agent has of each dimension of each chart that is not obsolete, as in <c>service_x received</c>.</summary>
    public IReadOnlyDictionary<string, long> Values => values;

    /// <summary>What the charts said in the last second.</summary>
    public string Said { get; private set; } = "";

    /// <summary>What all charts together drew in the last second, received and sent.</summary>
    public (long Received, long Sent) Drawn { get; private set; }

    /// <summary>By how much the totals have grown in the last second.</summary>
    public (long Received, long Sent) Grown { get; private set; }

    /// <summary>A second passes, or so many.</summary>
    public void Tick(double seconds = 1)
    {
        Flows.Settle(seconds);
        Grown = (Total(Kind.AllReceived, Kind.OfReceived), Total(Kind.AllSent, Kind.OfSent));
        charts.Write(writer, counts, Flows.Now);
        Said = Encoding.UTF8.GetString(writer.Pending[written..]);
        written = writer.Pending.Length;
        Draw();
    }

    /// <summary>Writes again what there is, and nothing new.</summary>
    public void WriteAgain(PluginsdWriter to) => charts.Write(to, counts, Flows.Now);

    private long Total(Kind total, IReadOnlyList<Kind> kinds)
    {
        long before = totals.GetValueOrDefault($"{total}");
        foreach (Family family in Enum.GetValues<Family>())
        {
            counts.Set(family, total, kinds.Aggregate(0UL, (sum, kind) => sum + Flows.Totals[kind.Slot(family)]));
        }

        long now = Enum.GetValues<Family>().Sum(family => counts.TryGet(family, total, out ulong resets) ? (long)resets : 0);
        totals[$"{total}"] = now;
        return now - before;
    }

    private void Draw()
    {
        Drawn = default;
        string chart = "";
        foreach (string[] words in Said.Split('\n').Select(line => line.Split(' ')))
        {
            switch (words[0])
            {
                case "CHART":
                    chart = words[1].Trim('\'').Split('.', 2)[1];
                    if (words.Contains("'obsolete'"))
                    {
                        _ = values.Remove($"{chart} received") | values.Remove($"{chart} sent");
                    }

                    break;
                case "BEGIN":
                    chart = words[1].Split('.', 2)[1];
                    break;
                case "SET":
                    string key = $"{chart} {words[1]}";
                    long value = long.Parse(words[3]);
                    long drawn = value - values.GetValueOrDefault(key);
                    values[key] = value;
                    Drawn = words[1] == "sent" ? (Drawn.Received, Drawn.Sent + drawn) : (Drawn.Received + drawn, Drawn.Sent);
                    break;
            }
        }
    }
}
