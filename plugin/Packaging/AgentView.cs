using System.Net;
using TcpResets.Linux;

namespace TcpResets.Packaging;

/// <summary>
/// What an agent shows of what was installed, as its own web server tells. A chart of before does not count, nor one while the agent does
/// not run this very file: another agent may have the port.
/// </summary>
/// <param name="server">Where its web server listens.</param>
/// <param name="isRunning">Whether it runs what was installed.</param>
internal sealed class AgentView(IPEndPoint server, Func<bool> isRunning)
{
    /// <summary>It looks for new plugins once a minute (collectors/plugins.d/plugins_d.c), and shows a chart some seconds later.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Where nobody answers at all, nobody will.</summary>
    private static readonly TimeSpan PatienceForAnAnswer = TimeSpan.FromSeconds(5);

    private const int LargestAnswer = 1024 * 1024; // one of 1.37.1 has 3 kB
    private const long BetweenLooks = 500_000; // microseconds

    /// <summary>Waits until it shows the chart and the alert.</summary>
    /// <returns>What was seen, a sentence.</returns>
    public string Await(TimeSpan patience)
    {
        long begin = ClockGetTime.Boottime(), now = ClockGetTime.Realtime() / 1_000_000;
        while (true)
        {
            int status = HttpGet.From(server, $"/api/v1/chart?chart={ShownChart.Id}", LargestAnswer, out byte[] body);
            ShownChart? chart = status == 200 ? ShownChart.Parse(body) : null;
            chart = chart?.LastEntry >= now && isRunning() ? chart : null;
            TimeSpan waited = TimeSpan.FromMicroseconds(ClockGetTime.Boottime() - begin);
            if (chart?.HasAlert == true || waited >= patience || (status == 0 && waited >= PatienceForAnAnswer))
            {
                return Told(status, chart);
            }

            _ = Poll.Readable(-1, BetweenLooks, out _);
        }
    }

    private string Told(int status, ShownChart? chart) => (chart, status) switch
    {
        ({ } shown, _) => $"The agent shows the chart {ShownChart.Id}, from source {(shown.IsKernel ? "kernel" : "snmp")}, "
            + $"{(shown.HasAlert ? "with" : "but without")} the alert {ShownChart.Alert}{(shown.HasAlert ? "" : ": its log tells why")}.",
        (_, 0) => $"Nothing answers at http://{server}, so what the agent shows was not seen.",
        (_, 200 or 404) => $"The agent does not show the chart {ShownChart.Id} yet: if it had given up on the plugin, restart it; else its "
            + "log tells why.",
        _ => $"The agent answers with {status} at http://{server}, so what it shows was not seen.",
    };
}
