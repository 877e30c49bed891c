using System.Text.RegularExpressions;
using TcpResets.Settings;

namespace TcpResets.Tests.Documents;

/// <summary>The configuration file that is installed, and what the plugin says of it.</summary>
internal static class ConfigurationFile
{
    public static string Text { get; } = File.ReadAllText(Path.Join(Repository.Root, "plugin", "Settings", PluginSettings.FileName));

    /// <summary>The keys that stand in the file, commented out, each with the default.</summary>
    public static IReadOnlyDictionary<string, string> Documented { get; } = Regex
        .Matches(Text, @"^\t# ([a-z ]+) = (.+)$", RegexOptions.Multiline)
        .ToDictionary(match => match.Groups[1].Value, match => match.Groups[2].Value);

    /// <summary>The keys that the plugin knows, as it lists them to somebody who uses another.</summary>
    public static string[] Keys => [.. Sections.SelectMany(KeysOf)];

    /// <summary>The sections that stand in the file and have keys of the plugin's: what the operator names rules is his.</summary>
    public static string[] Sections { get; } =
        [.. Regex.Matches(Text, @"^\[([a-z ]+)\]$", RegexOptions.Multiline).Select(match => match.Groups[1].Value)
            .Where(section => section != ExcludeRules.Section)];

    /// <summary>The keys of a section.</summary>
    public static string[] KeysOf(string section)
    {
        string complaint = SettingsOf($"[{section}]\nno such key = 1\n").Problems.Single();
        return [.. Regex.Matches(complaint[complaint.IndexOf($"[{section}] has ", StringComparison.Ordinal)..], "'([^']+)'")
            .Select(match => match.Groups[1].Value)];
    }

    /// <summary>What the plugin makes of the file as installed, and with its commented lines in force.</summary>
    public static (PluginSettings AsInstalled, PluginSettings InForce) Read =>
        (SettingsOf(Text), SettingsOf(Regex.Replace(Text, @"^\t# (?=[a-z ]+ = )", "\t", RegexOptions.Multiline)));

    private static PluginSettings SettingsOf(string text)
    {
        using TemporaryDirectory directory = new();
        File.WriteAllText(Path.Join(directory.Path, PluginSettings.FileName), text);
        AgentEnvironment environment = new(name => name == "NETDATA_USER_CONFIG_DIR" ? directory.Path : null);
        return PluginSettings.Resolve(null, null, null, environment);
    }
}
