using System.Globalization;
using TcpResets.Resets;

namespace TcpResets.Settings;

/// <summary>What the plugin was told, by whom and where, resolved to what holds.</summary>
/// <param name="UpdateEvery">Seconds between two collections, 1 to <see cref="SlowestUpdateEvery"/>.</param>
/// <param name="Source">Which source to use.</param>
/// <param name="Scope">Whose resets to count.</param>
/// <param name="File">The configuration file that was read, or null.</param>
/// <param name="Problems">What was wrong, a message each, for the log and for <c>check</c>.</param>
internal sealed record PluginSettings(
    int UpdateEvery, SourceChoice Source, NetworkScope Scope, string? File, IReadOnlyList<string> Problems)
{
    /// <summary>The configuration file's name, in the agent's configuration directory.</summary>
    public const string FileName = "tcp-resets.conf";

    /// <summary>A day: the agent takes no slower chart (RRD update every in database/rrdset.c).</summary>
    public const int SlowestUpdateEvery = 86400;

    private const string Section = "plugin";
    private const string UpdateEveryKey = "update every";
    private const string SourceKey = "source";
    private const string ScopeKey = "network namespaces";

    /// <summary>
    /// Resolves the settings. The slowest of the agent's word and the file's is the update every, since an agent draws nothing
    /// faster than its own; options of the command line go before the file's keys.
    /// </summary>
    public static PluginSettings Resolve(
        string? updateEveryArgument, SourceChoice? sourceOption, NetworkScope? scopeOption, AgentEnvironment environment)
    {
        ProblemList problems = new();
        int updateEvery = ResolveUpdateEvery(updateEveryArgument, environment.UpdateEvery, problems);
        SourceChoice source = SourceChoice.Auto;
        NetworkScope scope = NetworkScope.All;
        string? file = null;
        foreach (string directory in environment.ConfigDirectories)
        {
            string path = Path.Join(directory, FileName);
            if (!SettingsFile.TryRead(path, problems, out string text))
            {
                continue;
            }

            file = path;
            foreach (IniEntry entry in IniFile.Parse(text))
            {
                Apply(entry, path, ref updateEvery, ref source, ref scope, problems);
            }

            break;
        }

        return new PluginSettings(updateEvery, sourceOption ?? source, scopeOption ?? scope, file, problems.Messages);
    }

    private static int ResolveUpdateEvery(string? argument, string environment, ProblemList problems)
    {
        if (IsUpdateEvery(argument, out int seconds))
        {
            return seconds;
        }

        bool useEnvironment = IsUpdateEvery(environment, out seconds);
        int instead = useEnvironment ? seconds : 1;
        Complain("argument <update every>", argument);
        Complain("NETDATA_UPDATE_EVERY", useEnvironment ? null : environment);
        return instead;

        void Complain(string name, string? text)
        {
            if (!string.IsNullOrEmpty(text))
            {
                problems.Add($"{name}: {ProblemList.Quote(text)} {IsNoUpdateEvery(instead)}");
            }
        }
    }

    private static bool IsUpdateEvery(string? text, out int seconds) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out seconds) && seconds is >= 1 and <= SlowestUpdateEvery;

    private static string IsNoUpdateEvery(int instead) =>
        $"is not a whole number of seconds from 1 to {SlowestUpdateEvery}; using {instead} s";

    private static void Apply(
        IniEntry entry, string path, ref int updateEvery, ref SourceChoice source, ref NetworkScope scope, ProblemList problems)
    {
        string place = $"{path}:{entry.Line}";
        switch (entry)
        {
            case { Key: "" }:
                problems.Add($"{place}: {ProblemList.Quote(entry.Value)} is not of the form 'key = value'; not used");
                break;
            case { Section: Section, Key: UpdateEveryKey }:
                if (IsUpdateEvery(entry.Value, out int seconds))
                {
                    updateEvery = Math.Max(updateEvery, seconds);
                }
                else
                {
                    problems.Add($"{place}: '{UpdateEveryKey}' is {ProblemList.Quote(entry.Value)}, which {IsNoUpdateEvery(updateEvery)}");
                }

                break;
            case { Section: Section, Key: SourceKey }:
                Choose(entry, place, ref source, problems);
                break;
            case { Section: Section, Key: ScopeKey }:
                Choose(entry, place, ref scope, problems);
                break;
            default:
                problems.Add($"{place}: {ProblemList.Quote(entry.Key)} is not a key of section [{ProblemList.Cut(entry.Section)}]; "
                    + $"[{Section}] has '{UpdateEveryKey}', '{SourceKey}' and '{ScopeKey}'; not used");
                break;
        }
    }

    private static void Choose<T>(IniEntry entry, string place, ref T chosen, ProblemList problems)
        where T : struct, Enum
    {
        if (Words<T>.TryParse(entry.Value, out T choice))
        {
            chosen = choice;
        }
        else
        {
            problems.Add($"{place}: '{entry.Key}' is {ProblemList.Quote(entry.Value)}, which is none of {string.Join(", ", Words<T>.All)}; "
                + $"using {Words<T>.Of(chosen)}");
        }
    }
}
