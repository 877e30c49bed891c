using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace TcpResets.Benchmarks;

/// <summary>An agent of a fleet: of Netdata's own charts it has one of the steadiest, and it runs the plugin if it is given.</summary>
internal sealed class FleetAgent : IDisposable
{
    /// <summary>Where the parent listens, in the network namespace.</summary>
    public const string Parent = "127.0.0.1:19999";

    private const string StockPlugins = "/usr/lib/netdata/plugins.d"; // its system-info.sh tells a child what it must tell its parent
    private const string Key = "11111111-2222-3333-4444-555555555555";
    private const string ReceivesFromChildren = $"[{Key}]\n\tenabled = yes\n\ttype = api\n";
    private const string StreamsToParent = $"[stream]\n\tenabled = yes\n\tdestination = {Parent}\n\tapi key = {Key}\n";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // All that packages have and that is not to be measured; "idlejitter" is a chart of three dimensions.
    private static readonly string[] Others =
        ["proc", "diskspace", "cgroups", "tc", "timex", "profile", "statsd", "netdata monitoring", "netdata pulse", "apps"];

    private readonly Process process;

    /// <summary>Starts it.</summary>
    /// <param name="network">Where.</param>
    /// <param name="workshop">Whose directory it has one in.</param>
    /// <param name="name">Its host's.</param>
    /// <param name="address">Where it listens.</param>
    /// <param name="plugin">The plugin to run, and its settings, if any.</param>
    public FleetAgent(StormNetwork network, Workshop workshop, string name, string address, (string Path, string Settings)? plugin = null)
    {
        Name = name;
        string directory = Path.Join(workshop.Path, "fleet", name);
        string[] places = ["config/health.d", "cache", "lib/cloud.d", "log", "plugins", "web"];
        foreach (string place in places)
        {
            Directory.CreateDirectory(Path.Join(directory, place));
        }

        Write("config/netdata.conf", Configuration(directory, name, address));
        Write("config/stream.conf", address == Parent ? ReceivesFromChildren : StreamsToParent);
        Write("config/.opt-out-from-anonymous-statistics", "");
        Write("lib/cloud.d/cloud.conf", "[global]\n\tenabled = no\n");
        if (plugin is { } given)
        {
            Write("config/tcp-resets.conf", $"[plugin]\n\t{given.Settings}\n");
            Directory.CreateSymbolicLink(Path.Join(directory, "plugins", Path.GetFileName(given.Path)), given.Path);
        }

        string[] command = network.Inside(
            "setpriv", "--pdeathsig", "KILL", "sh", "-c", "exec netdata -D -c \"$0\" >\"$1\" 2>&1",
            Path.Join(directory, "config/netdata.conf"), Path.Join(directory, "log/output"));
        ProcessStartInfo start = new(command[0], command[1..]) { RedirectStandardInput = true };
        start.Environment["NETDATA_PIPENAME"] = Path.Join(directory, "pipe"); // of a user's own agent it must not take it
        process = Process.Start(start)!;

        void Write(string file, string text) => File.WriteAllText(Path.Join(directory, file), text);
    }

    /// <summary>What it calls its host.</summary>
    public string Name { get; }

    /// <summary>How many series of the plugin's charts of an agent its parent has; -1 as long as it does not know the agent.</summary>
    public int SeriesAtParent(StormNetwork network, string context = "")
    {
        string[] command = network.Inside("curl", "-s", "--max-time", "20", $"http://{Parent}/host/{Name}/api/v1/charts");
        string answer = Command.Run(command[0], command[1..]).Output;
        if (!answer.StartsWith('{'))
        {
            return -1;
        }

        using JsonDocument json = JsonDocument.Parse(answer);
        return json.RootElement.GetProperty("charts").EnumerateObject().Select(chart => chart.Value)
            .Where(chart => chart.GetProperty("plugin").GetString() == "tcp-resets.plugin"
                && chart.GetProperty("context").GetString()!.StartsWith(context, StringComparison.Ordinal))
            .Sum(chart => chart.GetProperty("dimensions").EnumerateObject().Count());
    }

    /// <summary>The bytes that it has sent to its parent, as the kernel counts them.</summary>
    public long BytesSent(StormNetwork network)
    {
        string[] command = network.Inside("ss", "-Htinp", "state", "established", "dst", Parent);
        string[] lines = Command.Output(command[0], command[1..]).Split('\n');
        string mark = string.Create(CultureInfo.InvariantCulture, $"pid={process.Id},");
        int own = Array.FindIndex(lines, line => line.Contains(mark, StringComparison.Ordinal));
        string? sent = own < 0 ? null
            : lines[own + 1].Split(' ').FirstOrDefault(word => word.StartsWith("bytes_sent:", StringComparison.Ordinal));
        return sent is null
            ? throw new InvalidOperationException($"{Name} does not stream to its parent")
            : long.Parse(sent.AsSpan("bytes_sent:".Length), CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ = Command.Run("kill", "-TERM", process.Id.ToString(CultureInfo.InvariantCulture));
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
        }

        process.Dispose();
    }

    private static string Configuration(string directory, string name, string address) => $"""
        [global]
            run as user = root
            hostname = {name}
            process scheduling policy = keep
        [directories]
            config = {directory}/config
            health config = {directory}/config/health.d
            stock health config = {directory}/config/health.d
            plugins = {StockPlugins} {directory}/plugins
            web = {directory}/web
            cache = {directory}/cache
            lib = {directory}/lib
            log = {directory}/log
            home = {directory}
        [db]
            mode = ram
        [web]
            bind to = {address}
        [health]
            enabled = no
        [ml]
            enabled = no
        [plugins]
            enable running new plugins = no
            tcp-resets = yes
            idlejitter = yes
        {string.Concat(Others.Select(plugin => $"    {plugin} = no\n"))}
        """;
}
