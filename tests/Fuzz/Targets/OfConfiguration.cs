using System.Text;
using TcpResets.Commands;
using TcpResets.Packaging;
using TcpResets.Resets;
using TcpResets.Settings;

namespace TcpResets.Tests.Fuzz.Targets;

/// <summary>What is configured, and by whom the plugin is called.</summary>
internal static class OfConfiguration
{
    private const int LongestProblem = 700; // a path, a quotation, and why
    private static readonly TemporaryDirectory Files = new();
    private static readonly AgentEnvironment Environment =
        new(name => name == "NETDATA_USER_CONFIG_DIR" ? Files.Path : null);

    public static IEnumerable<Target> All =>
    [
        new("settings", Settings, "[plugin]\n", "[function]\n", "[exclude]\n", "update every = ", "source = snmp\n", "table rows = ",
            "service charts = ", "access = anyone", "network namespaces = own", "peers and services = no", "a = port 1\n", "kinds ",
            "peers ",
            "\ufeff", "#", "\0"),
        new("exclude-rule", Rule, "kinds ", "port ", "peers ", ", ", "established", "received", "time_wait", "10.0.0.0/8", "::ffff:0:0/96",
            "fd00::/8", "65535", "::", "/0", "=", "#"),
        new("netdata-conf", NetdataConf, "[global]\n", "[web]\n", "[directories]\n", "[plugins]\n", "bind to = ", "run as user = ",
            "plugins = \"/a\" '/b'", "config = /etc", "default port = 80", "*:19998=dashboard|registry", "[::1]", "unix:/run/x", "tcp:",
            "%eth0"),
        new("install-record", Record, "directory - /a", "file - /b", "link - /c", "kept - /d", "url - http://a:1", "configuration 00 /e",
            "\n")
        {
            MostTime = 200_000,
        },
        new("environment", Variables, "NETDATA_VERSION=v2.11.0-1", "NETDATA_UPDATE_EVERY=10", "NETDATA_HOST_PREFIX=/host/",
            "NETDATA_LOG_LEVEL=debug", "NETDATA_LOG_FORMAT=json", "NETDATA_LOG_METHOD=journal", "NETDATA_CACHE_DIR=/c", "\n"),
        new("command-line", Words, "watch", "top", "diagnose", "--kind", "--peer", "10.0.0.0/8", "--port", "--seconds", "--json",
            "--source",
            "snmp", "--", "=", "[x]", "@x", "\n") { Longest = 200, MostTime = 500_000, MostAllocated = 32 << 20 },
    ];

    private static void Settings(ReadOnlySpan<byte> file)
    {
        File.WriteAllBytes(Path.Join(Files.Path, PluginSettings.FileName), file);
        PluginSettings settings = PluginSettings.Resolve(null, null, null, Environment);
        Harm.Unless(settings.UpdateEvery is >= 1 and <= PluginSettings.SlowestUpdateEvery, "an update every out of bounds");
        Harm.Unless(settings.TableRows is >= PluginSettings.FewestTableRows and <= PluginSettings.MostTableRows, "rows out of bounds");
        Harm.Unless(settings.ServiceCharts is >= 0 and <= 1000, "charts out of bounds");
        Harm.Unless(
            settings.Problems.Count <= 6 && settings.Problems.All(problem => problem.Length < LongestProblem), "problems without end");
        Harm.Unless(settings.Exclude.Sum(rule => rule.Peers.Count) <= ExcludeRule.MostRanges, "more rules than there is room for");
        foreach (ExcludeRule rule in settings.Exclude)
        {
            ParsesBack(rule);
        }
    }

    // The first line is the name.
    private static void Rule(ReadOnlySpan<byte> input)
    {
        string[] parts = Encoding.UTF8.GetString(input).Split('\n', 2);
        if (ExcludeRuleText.TryParse(parts[0], parts[^1], out ExcludeRule? rule, out string problem))
        {
            Harm.Unless(rule!.Peers.Count > 0 && rule.Kinds.Count > 0, "a rule for nothing");
            ParsesBack(rule);
        }

        Harm.Unless(problem.Length < LongestProblem, "a problem without end");
    }

    private static void ParsesBack(ExcludeRule rule)
    {
        IniEntry[] entries = [.. IniFile.Parse($"[{ExcludeRules.Section}]\n{rule.Line}")];
        Harm.Unless(entries.Length == 1 && entries[0].Key.Length > 0, $"{rule.Line} is no line of a configuration");
        Harm.Unless(
            ExcludeRuleText.TryParse(entries[0].Key, entries[0].Value, out ExcludeRule? again, out string problem),
                $"{rule.Line}: {problem}");
        Harm.Unless(
            again!.Kinds.SequenceEqual(rule.Kinds) && again.ServicePort == rule.ServicePort && again.Peers.SequenceEqual(rule.Peers),
            $"{rule.Line} is another rule");
        Harm.Unless(again.Line == rule.Line, $"{rule.Line} becomes {again.Line}");
    }

    private static void NetdataConf(ReadOnlySpan<byte> file)
    {
        string path = Path.Join(Files.Path, "netdata.conf");
        File.WriteAllBytes(path, file);
        AgentConfiguration configuration = new(path);
        string address = AgentAddress.Of(configuration, "web1");
        Harm.Unless(AgentAddress.IsValid(address), $"{address} is no address");
        foreach (string? place in (IEnumerable<string?>)
            [configuration.Config, configuration.Cache, configuration.Health, configuration.Web, .. configuration.Plugins])
        {
            Harm.Unless(place is null || !place.Any(char.IsControl), "a path has a control character");
        }

        _ = configuration.Runs("tcp-resets");
        _ = AgentUser.Of(configuration);
    }

    private static void Record(ReadOnlySpan<byte> file)
    {
        string etc = Path.Join(Files.Path, "etc", "netdata");
        Directory.CreateDirectory(etc);
        File.WriteAllBytes(Path.Join(etc, ".tcp-resets.installed"), file);
        InstallLayout layout = InstallLayout.At(Files.Path)!;
        InstallRecord record = InstallRecord.Read(layout);
        record.Save(new Changes(TextWriter.Null, isDryRun: false));
        InstallRecord again = InstallRecord.Read(layout);
        Harm.Unless(
            again.Files.SetEquals(record.Files) && again.Directories.SetEquals(record.Directories) && again.Links.SetEquals(record.Links)
                && again.UsersOwn.SetEquals(record.UsersOwn) && again.Url == record.Url
                && again.Configurations.Keys.SequenceEqual(record.Configurations.Keys)
                && again.Configurations.Values.Zip(record.Configurations.Values).All(pair => pair.First.SetEquals(pair.Second)),
            "what was written down is read as something else");
    }

    private static void Variables(ReadOnlySpan<byte> lines)
    {
        Dictionary<string, string> variables = [];
        foreach (string line in Encoding.UTF8.GetString(lines).Split('\n'))
        {
            int equals = line.IndexOf('=', StringComparison.Ordinal);
            variables[equals < 0 ? line : line[..equals]] = equals < 0 ? "" : line[(equals + 1)..];
        }

        AgentEnvironment environment = new(name => variables.GetValueOrDefault(name));
        AgentVersion version = environment.Version;
        Harm.Unless(version is { Major: >= 0, Minor: >= 0 }, "a version below zero");
        Harm.Unless(!environment.HostPrefix.EndsWith('/'), "a prefix ends in a slash");
        _ = environment.OrWith("/etc/netdata", "/var/cache/netdata").ConfigDirectories.Count();
        Harm.Unless(Enum.IsDefined(environment.Log.Level) && Enum.IsDefined(environment.Log.Format), "a log of no level or form");
        PluginSettings settings = PluginSettings.Resolve(
            variables.GetValueOrDefault("1"), null, null, new(name => name == "NETDATA_UPDATE_EVERY" ? environment.UpdateEvery : null));
        Harm.Unless(settings.UpdateEvery is >= 1 and <= PluginSettings.SlowestUpdateEvery, "an update every out of bounds");
    }

    private static void Words(ReadOnlySpan<byte> input) => _ = CommandLine.Parse(Encoding.UTF8.GetString(input).Split('\n')).Errors.Count;
}
