using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace TcpResets.Tests.Agent;

/// <summary>
/// A real Netdata agent with the plugin, started by tests/Agent/run in a network namespace of its own, so that no other traffic of
/// this machine is counted.
/// </summary>
internal sealed class NetdataAgent : IDisposable
{
    private static int started;
    private readonly Process run;

    private NetdataAgent(string name, string directory, string commandOptions)
    {
        Namespace = name;
        Directory = directory;
        Command("ip", "netns", "add", Namespace);
        Command("ip", "-n", Namespace, "link", "set", "lo", "up");
        Command("ip", "netns", "exec", Namespace, "nft", "add table inet witness; add chain inet witness out { type filter hook output priority 0; }; add rule inet witness out tcp flags rst counter");
        string configuration = Path.Join(directory, "options.conf");
        File.WriteAllText(
            configuration,
            $"[plugin:tcp-resets]\n\tcommand options = {commandOptions}\n"
            + "[plugin:proc:/proc/net/snmp]\n\tipv4 TCP handshake issues = yes\n[plugins]\n\tnetdata monitoring = yes\n"); // its own alert asks for both
        DirectoryInfo health = System.IO.Directory.CreateDirectory(Path.Join(directory, "more-health"));
        File.Copy("/usr/lib/netdata/conf.d/health.d/tcp_resets.conf", Path.Join(health.FullName, "netdatas_own.conf"));
        run = Start("env", $"AGENT_DIR={directory}", $"AGENT_PORT={Port}", $"AGENT_CONFIG={configuration}", $"AGENT_HEALTH={health.FullName}", Path.Join(Repository.Root, "tests", "Agent", "run"));
    }

    /// <summary>The port, within the namespace.</summary>
    public const int Port = 19997;

    /// <summary>Where it listens, within the namespace.</summary>
    public static string Address { get; } = $"http://127.0.0.1:{Port}";

    /// <summary>The network namespace's name.</summary>
    public string Namespace { get; }

    /// <summary>Its configuration, logs and web files.</summary>
    public string Directory { get; }

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
        string? line;
        while ((line = agent.run.StandardOutput.ReadLine()) is not null && !line.Contains("Dashboard", StringComparison.Ordinal))
        {
        }

        if (line is null)
        {
            string error = agent.run.StandardError.ReadToEnd();
            agent.Dispose();
            throw new InvalidOperationException($"tests/Agent/run ended: {error}");
        }

        return agent;
    }

    /// <summary>How many resets were sent in its network namespace, whoever made them: a packet filter has counted them.</summary>
    public long ResetsOnTheWire() =>
        long.Parse(Regex.Match(Command("ip", "netns", "exec", Namespace, "nft", "list chain inet witness out"), "packets ([0-9]+)").Groups[1].Value, CultureInfo.InvariantCulture);

    /// <summary>Starts a program in the agent's network namespace.</summary>
    public Process Start(params string[] command) => Launch(["ip", "netns", "exec", Namespace, .. command]);

    /// <summary>Fetches a page of the agent.</summary>
    public string Get(string path)
    {
        using Process curl = Start("curl", "-fsS", "--max-time", "20", Address + path);
        string body = curl.StandardOutput.ReadToEnd();
        curl.WaitForExit();
        return curl.ExitCode == 0 ? body : throw new InvalidOperationException($"GET {path}: {curl.StandardError.ReadToEnd()}");
    }

    /// <summary>An alarm as the agent shows it; null until the agent has attached it to the chart.</summary>
    public JsonElement? Alarm(string name, string chart = "ipv4.tcp_resets") =>
        JsonDocument.Parse(Get("/api/v1/alarms?all")).RootElement.GetProperty("alarms").TryGetProperty($"{chart}.{name}", out JsonElement alarm)
            ? alarm
            : null;

    /// <summary>An alarm's status, such as CLEAR or WARNING; empty until there is one.</summary>
    public string Status(string name, string chart = "ipv4.tcp_resets") => Alarm(name, chart)?.GetProperty("status").GetString() ?? "";

    /// <summary>The process of the plugin that this agent runs.</summary>
    public int PluginProcess()
    {
        string executable = Path.Join(Directory, "plugins", "tcp-resets.plugin");
        return System.IO.Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(int.Parse!)
            .Single(process => new FileInfo($"/proc/{process}/exe").LinkTarget == executable);
    }

    /// <summary>Runs a program that must succeed, and returns what it printed.</summary>
    public static string Command(params string[] command)
    {
        using Process process = Launch(command);
        string output = process.StandardOutput.ReadToEnd() + process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{string.Join(' ', command)}: {output}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        using (run)
        {
            if (!run.HasExited)
            {
                Command("kill", "-TERM", run.Id.ToString(CultureInfo.InvariantCulture));
                run.WaitForExit(TimeSpan.FromSeconds(20));
            }
        }

        Command("ip", "netns", "del", Namespace);
        System.IO.Directory.Delete(Directory, recursive: true);
    }

    private static Process Launch(string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
