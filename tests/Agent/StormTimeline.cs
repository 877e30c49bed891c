using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using TcpResets.Tests.Health;
using Xunit;

namespace TcpResets.Tests.Agent;

/// <summary>
/// One storm in one agent, from the agent's start until the end of the storm has been told, as a person would live through it. It takes
/// some eight minutes, most of which are the agent's own: its first minute, three minutes of storm, the minute it may take to clear.
/// </summary>
public abstract class StormTimeline(string source, string commandOptions) : IAsyncLifetime
{
    /// <summary>The alert.</summary>
    public const string Alert = "10s_ipv4_tcp_resets_received";

    /// <summary>Resets that are made at the low steady rate.</summary>
    public const int LowMade = LowRate * 70;

    /// <summary>Resets that are made until the alert has cleared, the storm's included.</summary>
    public const int AllMade = LowMade + StormMade;

    private const string NetdatasOwnChart = "ipv4.tcphandshake";
    private const int LowRate = 4;
    private const int Rate = 150;
    private const int StormMade = Rate * 200;

    private NetdataAgent agent = null!;
    private long start;
    private CountedResets before;

    /// <summary>Where the plugin's numbers come from.</summary>
    public string Source => source;

    internal NetdataAgent Agent => agent;

    /// <summary>The alert's statuses while the agent was quiet, and the low steady rate before the storm was there.</summary>
    public HashSet<string> StatusesBefore { get; } = [];

    /// <summary>From the storm's begin to WARNING.</summary>
    public TimeSpan RaisedAfter { get; private set; }

    /// <summary>The statuses from WARNING to the end of the storm.</summary>
    public HashSet<string> StatusesDuring { get; } = [];

    /// <summary>The statuses of Netdata's own alert of the same name from WARNING to the end of the storm.</summary>
    public HashSet<string> NetdatasOwnDuring { get; } = [];

    /// <summary>From the begin of connects that are never answered to Netdata's own alert.</summary>
    public TimeSpan NetdatasOwnRaisedByTimeoutsAfter { get; private set; }

    /// <summary>The alert's statuses until then.</summary>
    public HashSet<string> StatusesDuringTimeouts { get; } = [];

    /// <summary>How long the storm lasted after WARNING.</summary>
    public TimeSpan HeldFor { get; private set; }

    /// <summary>From the storm's end to CLEAR.</summary>
    public TimeSpan ClearedAfter { get; private set; }

    /// <summary>The alert while it was raised.</summary>
    public JsonElement Raised { get; private set; }

    /// <summary>From the storm's begin to the message of it.</summary>
    public TimeSpan RaiseToldAfter { get; private set; }

    /// <summary>From CLEAR to WARNING, since the storm has come back.</summary>
    public TimeSpan ComesBackAfter { get; private set; }

    /// <summary>From the end of all of it to the message of that.</summary>
    public TimeSpan EndToldAfter { get; private set; }

    /// <summary>The messages of the alert to a Telegram chat.</summary>
    public IReadOnlyList<Message> Told { get; private set; } = [];

    /// <summary>What the browser saw while it was raised.</summary>
    internal DashboardVisit Visit { get; private set; } = null!;

    /// <summary>What the wire and the chart saw at the low steady rate.</summary>
    public CountedResets Low { get; private set; }

    /// <summary>What they saw until the alert has cleared.</summary>
    public CountedResets All { get; private set; }

    /// <summary>From the plugin's stop to the silent plugin's alert.</summary>
    public TimeSpan SilenceRaisedAfter { get; private set; }

    /// <inheritdoc/>
    public virtual async ValueTask InitializeAsync()
    {
        agent = NetdataAgent.Start(commandOptions);
        start = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        string status;
        before = await CountWhenQuiet();

        // A steady low rate, through the agent's first minute and beyond.
        using RunningProgram low = StartStorm("aborted", LowRate, LowMade);
        while (!low.HasEnded)
        {
            StatusesBefore.Add(agent.Status(Alert));
            await Task.WhenAny(low.Ended, NextSecond());
        }

        Low = await CountSinceThen();

        using RunningProgram storm = StartStorm("aborted", Rate, StormMade);
        DateTimeOffset begin = DateTimeOffset.UtcNow;
        Stopwatch watch = Stopwatch.StartNew();
        while ((status = agent.Status(Alert)) != "WARNING")
        {
            Expect(!storm.HasEnded, $"the storm is over and the alert is {status}");
            await NextSecond();
        }

        RaisedAfter = watch.Elapsed;
        Raised = agent.Alarm(Alert)!.Value;
        Visit = DashboardVisit.Make(agent, source);
        while (!storm.HasEnded)
        {
            StatusesDuring.Add(agent.Status(Alert));
            NetdatasOwnDuring.Add(agent.Status(Alert, NetdatasOwnChart));
            await Task.WhenAny(storm.Ended, NextSecond());
        }

        HeldFor = watch.Elapsed - RaisedAfter;
        watch.Restart();
        while ((status = agent.Status(Alert)) != "CLEAR")
        {
            Expect(watch.Elapsed < TimeSpan.FromMinutes(2), $"two minutes after the storm the alert is {status}");
            await NextSecond();
        }

        ClearedAfter = watch.Elapsed;
        All = await CountSinceThen();
        DateTimeOffset end = await LiveThroughItsReturn(watch);
        await LiveThroughTimeouts();

        string plugin = agent.PluginProcess().ToString(CultureInfo.InvariantCulture);
        Command.Output("kill", "-STOP", plugin);
        watch.Restart();
        while ((status = agent.Status("tcp_resets_last_collected")) != "WARNING")
        {
            Expect(watch.Elapsed < TimeSpan.FromMinutes(1), $"a minute after the plugin was stopped its alert is {status}");
            await NextSecond();
        }

        SilenceRaisedAfter = watch.Elapsed;
        Command.Output("kill", "-CONT", plugin);
        while (Messages().Count < 2)
        {
            Expect(DateTimeOffset.UtcNow - end < TimeSpan.FromMinutes(4), "four minutes after the storm its end is not told");
            await NextSecond();
        }

        Told = Messages();
        RaiseToldAfter = Told[0].SentAt - begin;
        EndToldAfter = Told[1].SentAt - end;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        agent.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    // Not yet told as over, it is there again for half a minute, and then gone.
    private async Task<DateTimeOffset> LiveThroughItsReturn(Stopwatch sinceEnd)
    {
        using RunningProgram storm = StartStorm("aborted", Rate, Rate * 30);
        string status;
        while ((status = agent.Status(Alert)) != "WARNING")
        {
            Expect(!storm.HasEnded, $"the storm has come back and gone, and the alert is {status}");
            await NextSecond();
        }

        ComesBackAfter = sinceEnd.Elapsed - ClearedAfter;
        await storm.Ended;
        DateTimeOffset end = DateTimeOffset.UtcNow;
        while ((status = agent.Status(Alert)) != "CLEAR")
        {
            Expect(DateTimeOffset.UtcNow - end < TimeSpan.FromMinutes(2), $"two minutes after its return the alert is {status}");
            await NextSecond();
        }

        return end;
    }

    // Without those of Netdata's own alert, which is about another chart.
    private List<Message> Messages() => [.. agent.Notified.Telegram
        .Where(message => message.Text.Contains("tcp resets received", StringComparison.Ordinal))
        .Where(message => message.Text.Contains("ipv4.tcp_resets ", StringComparison.Ordinal))];

    // Connects to a port whose packets a firewall drops: no reset anywhere.
    private async Task LiveThroughTimeouts()
    {
        agent.Inside(
            "nft",
            "add table inet silent; add chain inet silent in { type filter hook input priority 0; }; "
                + "add rule inet silent in tcp dport 9 drop");
        using RunningProgram storm = StartStorm("timeout", Rate, Rate * 90);
        Stopwatch watch = Stopwatch.StartNew();
        string status;
        while ((status = agent.Status(Alert, NetdatasOwnChart)) != "WARNING")
        {
            Expect(!storm.HasEnded, $"the connects are over and Netdata's own alert is {status}");
            StatusesDuringTimeouts.Add(agent.Status(Alert));
            await NextSecond();
        }

        NetdatasOwnRaisedByTimeoutsAfter = watch.Elapsed;
        StatusesDuringTimeouts.Add(agent.Status(Alert));
        storm.Kill();
    }

    // The agent evaluates alerts every ten seconds: looking once a second is enough.
    private static async Task NextSecond()
    {
        using PeriodicTimer timer = new(TimeSpan.FromSeconds(1));
        await timer.WaitForNextTickAsync();
    }

    private static void Expect(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new InvalidOperationException(otherwise);
        }
    }

    private RunningProgram StartStorm(string kind, int rate, int count)
    {
        string program = Path.Join(Repository.Root, "tests", "Storm", "bin", "Release", "net10.0", "Storm.dll");
        return agent.Start("dotnet", program, "--kind", kind, "--rate", $"{rate}", "--count", $"{count}");
    }

    // All that was sent until now is in the chart when nothing more is sent for two ticks.
    private async Task<CountedResets> CountWhenQuiet()
    {
        long wire;
        do
        {
            wire = agent.ResetsOnTheWire();
            await NextSecond();
            await NextSecond();
        }
        while (agent.ResetsOnTheWire() != wire);
        return Count();
    }

    // The last second comes into the chart with the next tick, and what the agent has interpolated of it with the one after.
    private async Task<CountedResets> CountSinceThen()
    {
        Stopwatch patience = Stopwatch.StartNew();
        CountedResets counted;
        do
        {
            await NextSecond();
            counted = Count() - before;
        }
        while (Math.Abs(counted.Sent - counted.OnTheWire) > 0.01 && patience.Elapsed < TimeSpan.FromMinutes(1));
        return counted;
    }

    private CountedResets Count()
    {
        long wire = agent.ResetsOnTheWire();
        Dictionary<string, double> chart = Sums("ipv4.tcp_resets");
        return new(wire, chart["received"], -chart["sent"]);
    }

    /// <summary>All that a dimension shows: it has one value a second, each the rate of that second.</summary>
    internal double Sum(string chart, string dimension) => Sums(chart)[dimension];

    /// <summary>What a dimension shows, by the second (since 1970).</summary>
    internal Dictionary<long, double> Rates(string chart, string dimension) => Seconds(chart, "unaligned|seconds")
        .Where(second => second.Value.ContainsKey(dimension))
        .ToDictionary(second => long.Parse(second.Key, CultureInfo.InvariantCulture), second => second.Value[dimension]);

    /// <summary>What a chart shows, by second and dimension; no value where it shows none.</summary>
    internal Dictionary<string, Dictionary<string, double>> Seconds(string chart, string options = "unaligned")
    {
        string csv = agent.Get($"/api/v1/data?chart={chart}&after={start}&format=csv&options={options}");
        string[][] rows = [.. csv.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split(','))];
        return rows.Skip(1).ToDictionary(
            row => row[0],
            row => rows[0].Zip(row).Skip(1)
                .Where(cell => double.TryParse(cell.Second, CultureInfo.InvariantCulture, out _))
                .ToDictionary(cell => cell.First, cell => double.Parse(cell.Second, CultureInfo.InvariantCulture)));
    }

    private Dictionary<string, double> Sums(string chart) => Seconds(chart).Values.SelectMany(second => second)
        .GroupBy(value => value.Key)
        .ToDictionary(values => values.Key, values => values.Sum(value => value.Value));
}
