using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using TcpResets.Tests.Health;

namespace TcpResets.Tests.Agent;

/// <summary>
/// A real Netdata agent with the plugin, started by tests/Agent/run in a network namespace of its own, so that no other traffic of
/// this machine is counted.
/// </summary>
internal sealed class NetdataAgent : IDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(2);
    private static int started;
    private readonly RunningProgram run;

    private NetdataAgent(string name, string directory, string commandOptions)
    {
        Namespace = name;
        Directory = directory;
        Command.Output("ip", "netns", "add", Namespace);
        Command.Output("ip", "-n", Namespace, "link", "set", "lo", "up");
        Inside(
            "nft",
            "add table inet witness; add chain inet witness out { type filter hook output priority 0; }; "
                + "add rule inet witness out tcp flags rst counter");
        string configuration = Path.Join(directory, "options.conf");
        // Netdata's own alert asks for what follows the plugin's options. A machine that stands still for two seconds leaves a gap in a
        // chart, and what was collected over it out; the plugin's part is to have told it.
        File.WriteAllText(
            configuration,
            $"[plugin:tcp-resets]\n\tcommand options = {commandOptions}\n"
            + "[db]\n\tgap when lost iterations above = 100\n"
            + "[plugin:proc:/proc/net/snmp]\n\tipv4 TCP handshake issues = yes\n[plugins]\n\tnetdata monitoring = yes\n"
            + $"[health]\n\tscript to execute on alarm = {Messengers.Script}\n");
        Notified = new Messengers(
            System.IO.Directory.CreateDirectory(Path.Join(directory, "config")).FullName, "netdev", "sysadmin");
        DirectoryInfo health = System.IO.Directory.CreateDirectory(Path.Join(directory, "more-health"));
        File.Copy("/usr/lib/netdata/conf.d/health.d/tcp_resets.conf", Path.Join(health.FullName, "netdatas_own.conf"));
        run = Start(
            "env",
            $"AGENT_DIR={directory}",
            $"AGENT_PORT={Port}",
            $"AGENT_CONFIG={configuration}",
            $"AGENT_HEALTH={health.FullName}",
            Path.Join(Repository.Root, "tests", "Agent", "run"));
    }

    /// <summary>The port, within the namespace.</summary>
    public const int Port = 19997;

    /// <summary>Where it listens, within the namespace.</summary>
    public static string Address { get; } = $"http://127.0.0.1:{Port}";

    /// <summary>The network namespace's name.</summary>
    public string Namespace { get; }

    /// <summary>Its configuration, logs and web files.</summary>
    public string Directory { get; }

    /// <summary>Whom it notifies.</summary>
    public Messengers Notified { get; }

    /// <summary>What it has logged.</summary>
    public string ErrorLog => File.ReadAllText(Path.Join(Directory, "log", "error.log"));

    /// <summary>
    /// Starts an agent, with the stock alerts on resets of Netdata's own under another name beside the plugin's, and waits until it shows
    /// the plugin's chart.
    /// </summary>
    /// <param name="commandOptions">What the agent shall pass on to the plugin.</param>
    public static NetdataAgent Start(string commandOptions)
    {
        NetdataAgent agent = new(
            $"tcp-resets-{Environment.ProcessId}-{Interlocked.Increment(ref started)}",
            System.IO.Directory.CreateTempSubdirectory("tcp-resets-agent.").FullName,
            commandOptions);
        try
        {
            while (!agent.run.NextLine(StartPatience).Text.Contains("Dashboard", StringComparison.Ordinal))
            {
            }
        }
        catch
        {
            agent.Dispose();
            throw;
        }

        return agent;
    }

    /// <summary>How many resets were sent in its network namespace, whoever made them: a packet filter has counted them.</summary>
    public long ResetsOnTheWire() => long.Parse(
        Regex.Match(Inside("nft", "list chain inet witness out"), "packets ([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Starts a program in the agent's network namespace.</summary>
    public RunningProgram Start(params string[] command) => new("ip", ["netns", "exec", Namespace, .. command]);

    /// <summary>Runs a program there that must succeed.</summary>
    /// <returns>What it printed.</returns>
    public string Inside(params string[] command) => Command.Output("ip", ["netns", "exec", Namespace, .. command]);

    /// <summary>Fetches a page of the agent.</summary>
    public string Get(string path) => Inside("curl", "-fsS", "--max-time", "20", Address + path);

    /// <summary>An alarm as the agent shows it; null until the agent has attached it to the chart.</summary>
    public JsonElement? Alarm(string name, string chart = "ipv4.tcp_resets") =>
        JsonDocument.Parse(Get("/api/v1/alarms?all")).RootElement.GetProperty("alarms")
            .TryGetProperty($"{chart}.{name}", out JsonElement alarm)
            ? alarm
            : null;

    /// <summary>An alarm's status, such as CLEAR or WARNING; empty until there is one.</summary>
    public string Status(string name, string chart = "ipv4.tcp_resets") => Alarm(name, chart)?.GetProperty("status").GetString() ?? "";

    /// <summary>The process of the plugin that this agent runs.</summary>
    public int PluginProcess()
    {
        string executable = Path.Join(Directory, "plugins", "tcp-resets.plugin");
        return System.IO.Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _)).Select(int.Parse!)
            .Single(process => new FileInfo($"/proc/{process}/exe").LinkTarget == executable);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using (run)
        {
            if (!run.HasEnded)
            {
                run.Signal(RunningProgram.SigTerm);
                run.ExitCode();
            }
        }

        Command.Output("ip", "netns", "del", Namespace);
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
