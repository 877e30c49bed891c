using System.Globalization;
using System.Text.RegularExpressions;

namespace TcpResets.Tests.Soak;

/// <summary>A real agent with the plugin, by tests/Agent/run, in a directory that outlives it; its cache is a small file system.</summary>
internal sealed partial class SoakAgent : IDisposable
{
    private const string Address = "http://127.0.0.1:19996";
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryDirectory directory = new();
    private readonly SoakNetwork network;
    private RunningProgram? run;
    private (long Received, long Sent) before; // of plugins that have ended
    private (long Received, long Sent) last;

    public SoakAgent(SoakNetwork network)
    {
        this.network = network;
        File.SetUnixFileMode(directory.Path, (UnixFileMode)0b111_101_101);
        Directory.CreateDirectory(Cache);
        Command.Output("mount", "-t", "tmpfs", "-o", "size=96m", "tmpfs", Cache);
        directory.Write("options.conf", "[plugin:tcp-resets]\n\tcommand options = --source kernel --network-namespaces own\n");
        Start();
    }

    /// <summary>Where the agent keeps what may be lost, and the plugin its history.</summary>
    public string Cache => Path.Join(directory.Path, "agent", "cache");

    public string History => Path.Join(Cache, "tcp-resets.history.json");

    public int Process => ProcessOf("/usr/sbin/netdata");

    public int Plugin => ProcessOf(Path.Join(directory.Path, "agent", "plugins", "tcp-resets.plugin"));

    public void Start()
    {
        run = network.Start("env",
        [
            $"AGENT_DIR={directory.Path}/agent", "AGENT_PORT=19996", $"AGENT_CONFIG={directory.Path}/options.conf",
            Path.Join(Repository.Root, "tests", "Agent", "run"),
        ]);
        while (!run.NextLine(Patience).Text.Contains("make storm", StringComparison.Ordinal))
        {
        }
    }

    /// <summary>Ends it as a service manager does.</summary>
    public void Stop()
    {
        run!.Signal(RunningProgram.SigTerm);
        run.ExitCode();
        End();
    }

    /// <summary>Kills it, and only it: what it has started has to see to its own end.</summary>
    public void Kill()
    {
        int plugin = Plugin;
        Command.Output("kill", "-KILL", Process.ToString(CultureInfo.InvariantCulture));
        Wait.Until(() => !Directory.Exists($"/proc/{plugin}"), TimeSpan.FromSeconds(10),
            "the end of the plugin of an agent that was killed");
        run!.ExitCode();
        End();
    }

    /// <summary>
    /// What all plugins have counted, as the agent has heard it last: its values as they were collected, which no interpolation touches.
    /// </summary>
    public (long Received, long Sent) Counted()
    {
        string values = network.Run("curl", "-fsS", "--max-time", "20",
            $"{Address}/api/v1/allmetrics?format=prometheus&source=as-collected&filter=ipv4.tcp_resets");
        Dictionary<string, long> totals = Totals().Matches(values).ToDictionary(
            match => match.Groups[1].Value, match => long.Parse(match.Groups[2].Value, CultureInfo.InvariantCulture));
        last = (totals.GetValueOrDefault("received"), totals.GetValueOrDefault("sent"));
        return (before.Received + last.Received, before.Sent + last.Sent);
    }

    /// <summary>The most seconds in a row that its chart shows nothing for, from a time on.</summary>
    public int LongestGap(DateTimeOffset from)
    {
        long begin = from.ToUnixTimeSeconds(), end = DateTimeOffset.UtcNow.ToUnixTimeSeconds() - 3;
        string csv = network.Run("curl", "-fsS", "--max-time", "20",
            $"{Address}/api/v1/data?chart=ipv4.tcp_resets&dimensions=received&after={begin}&before={end}"
                + "&format=csv&options=unaligned,seconds");
        HashSet<long> shown = [.. csv.Split('\n').Skip(1).Select(line => line.Trim().Split(','))
            .Where(cells => cells.Length > 1 && double.TryParse(cells[1], CultureInfo.InvariantCulture, out _))
            .Select(cells => long.Parse(cells[0], CultureInfo.InvariantCulture))];
        int longest = 0, gap = 0;
        for (long second = begin; second <= end; second++)
        {
            gap = shown.Contains(second) ? 0 : gap + 1;
            longest = Math.Max(longest, gap);
        }

        return longest;
    }

    public void Dispose()
    {
        run?.Signal(RunningProgram.SigTerm);
        run?.ExitCode();
        run?.Dispose();
        Command.Output("umount", "-l", Cache);
        directory.Dispose();
    }

    private void End()
    {
        run!.Dispose();
        run = null;
        before = (before.Received + last.Received, before.Sent + last.Sent);
        last = default;
    }

    private int ProcessOf(string executable) => Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _)).Select(int.Parse!)
        .First(process => new FileInfo($"/proc/{process}/exe").LinkTarget == executable
            && File.ReadAllText($"/proc/{process}/environ").Contains(directory.Path, StringComparison.Ordinal));

    [GeneratedRegex("""netdata_ipv4_tcp_resets(?:_total)?\{[^}]*dimension="(received|sent)"[^}]*\} ([0-9]+)""")]
    private static partial Regex Totals();
}
