using System.Text.RegularExpressions;

namespace TcpResets.Tests.Health;

/// <summary>The alarms of health.d/tcp_resets.conf, read as the agent reads them (health_readfile() in health_config.c).</summary>
internal static partial class HealthFile
{
    /// <summary>The project's own file.</summary>
    public static string Text { get; } = File.ReadAllText(Path.Join(Repository.Root, "health.d", "tcp_resets.conf"));

    /// <summary>Its alarms, in its order.</summary>
    public static IReadOnlyList<Alarm> Alarms { get; } = Read(Text);

    /// <summary>The alarm of that name.</summary>
    public static Alarm Alarm(string name) => Alarms.Single(alarm => alarm.Name == name);

    /// <summary>The name of the alert on the chart of each service.</summary>
    public const string ServiceAlert = "10s_tcp_resets_service_received";

    /// <summary>The names of the alerts that a person gets to see for resets, both directions and families.</summary>
    public static IEnumerable<string> ResetAlerts => Alarms
        .Where(alarm => alarm.Lookup is not null && alarm.Warn is not null && alarm.Name != ServiceAlert).Select(alarm => alarm.Name);

    /// <summary>Reads a health file.</summary>
    public static IReadOnlyList<Alarm> Read(string text)
    {
        List<(string Name, Dictionary<string, string> Lines)> alarms = [];
        // trim_all() in the agent: of blanks, one stays.
        foreach (string line in Continued().Replace(text, " ").Split('\n').Select(line => Blanks().Replace(line, " ").Trim()))
        {
            if (line.Length == 0 || line[0] == '#')
            {
                continue;
            }

            (string key, string value) = line.Split(':', 2, StringSplitOptions.TrimEntries) is [var before, var after]
                ? (before, after)
                : throw new FormatException($"no colon: {line}");
            if (key == "template")
            {
                alarms.Add((value, []));
            }
            else
            {
                alarms[^1].Lines.Add(key, value);
            }
        }

        return [.. alarms.Select(alarm => new Alarm(alarm.Name, alarm.Lines))];
    }

    [GeneratedRegex(@"\\\n")]
    private static partial Regex Continued();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
