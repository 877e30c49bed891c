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

    /// <summary>The name of what the plugin remembers of the last hour, in the agent's cache directory.</summary>
    public const string HistoryFileName = "tcp-resets.history.json";

    public const int DefaultTableRows = 4096;
    public const int FewestTableRows = 64;
    public const int MostTableRows = 65536;

    private const int MostServiceCharts = 1000;

    /// <summary>What is wrong where there are rules, and the source is another.</summary>
    public const string CannotExclude = $"[{ExcludeRules.Section}] in {FileName} takes the source kernel; nothing is excluded";

    private const string Section = "plugin";
    private const string UpdateEveryKey = "update every";
    private const string SourceKey = "source";
    private const string ScopeKey = "network namespaces";
    private const string TableRowsKey = "table rows";
    private const string ServiceChartsKey = "service charts";
    private const string EventsKey = "peers and services";
    private const string FunctionSection = "function";
    private const string AccessKey = "access";

    private static readonly Dictionary<string, string[]> Keys = new()
    {
        [Section] = [UpdateEveryKey, SourceKey, ScopeKey, TableRowsKey, ServiceChartsKey, EventsKey],
        [FunctionSection] = [AccessKey],
    };

    /// <summary>
    /// How many rows who, where and why is remembered in, <see cref="FewestTableRows"/> to <see cref="MostTableRows"/>.
    /// </summary>
    public int TableRows { get; init; } = DefaultTableRows;

    /// <summary>How many services have a chart of their own at most; 0 for no such chart at all.</summary>
    public int ServiceCharts { get; init; } = 20;

    /// <summary>Who may call the Function.</summary>
    public FunctionAccess Access { get; init; } = FunctionAccess.Members;

    /// <summary>Whether the source <c>kernel</c> tells who was hit, and where, and not only how many resets there were.</summary>
    public bool HasEvents { get; init; } = true;

    /// <summary>What is intentional, and counted apart.</summary>
    public IReadOnlyList<ExcludeRule> Exclude { get; init; } = [];

    /// <summary>
    /// Resolves the settings. The slowest of the agent's word and the file's is the update every, since an agent draws nothing
    /// faster than its own; options of the command line go before the file's keys.
    /// </summary>
    public static PluginSettings Resolve(
        string? updateEveryArgument, SourceChoice? sourceOption, NetworkScope? scopeOption, AgentEnvironment environment)
    {
        ProblemList problems = new();
        int updateEvery = ResolveUpdateEvery(updateEveryArgument, environment.UpdateEvery, problems);
        PluginSettings settings = new(updateEvery, SourceChoice.Auto, NetworkScope.All, null, problems.Messages);
        ExcludeRules exclude = new(problems);
        foreach (string directory in environment.ConfigDirectories)
        {
            string path = Path.Join(directory, FileName);
            if (!SettingsFile.TryRead(path, problems, out string text))
            {
                continue;
            }

            settings = settings with { File = path };
            foreach (IniEntry entry in IniFile.Parse(text))
            {
                if (entry.Section == ExcludeRules.Section)
                {
                    exclude.Add(entry, $"{path}:{entry.Line}");
                }
                else
                {
                    settings = Apply(entry, $"{path}:{entry.Line}", settings, problems);
                }
            }

            break;
        }

        return settings with
        {
            Source = sourceOption ?? settings.Source,
            Scope = scopeOption ?? settings.Scope,
            Problems = problems.Messages,
            Exclude = exclude.InForce,
        };
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

    private static PluginSettings Apply(IniEntry entry, string place, PluginSettings settings, ProblemList problems)
    {
        switch (entry)
        {
            case { Key: "" }:
                problems.Add($"{place}: {ProblemList.Quote(entry.Value)} is not of the form 'key = value'; not used");
                return settings;
            case { Section: Section, Key: UpdateEveryKey }:
                if (IsUpdateEvery(entry.Value, out int seconds))
                {
                    return settings with { UpdateEvery = Math.Max(settings.UpdateEvery, seconds) };
                }

                string instead = IsNoUpdateEvery(settings.UpdateEvery);
                problems.Add($"{place}: '{UpdateEveryKey}' is {ProblemList.Quote(entry.Value)}, which {instead}");
                return settings;
            case { Section: Section, Key: SourceKey }:
                return settings with { Source = Choose(entry, place, settings.Source, problems) };
            case { Section: Section, Key: ScopeKey }:
                return settings with { Scope = Choose(entry, place, settings.Scope, problems) };
            case { Section: Section, Key: TableRowsKey }:
                if (int.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int rows)
                    && rows is >= FewestTableRows and <= MostTableRows)
                {
                    return settings with { TableRows = rows };
                }

                problems.Add($"{place}: '{TableRowsKey}' is {ProblemList.Quote(entry.Value)}, which is not a whole number from "
                    + $"{FewestTableRows} to {MostTableRows}; using {settings.TableRows}");
                return settings;
            case { Section: Section, Key: ServiceChartsKey }:
                if (int.TryParse(entry.Value, NumberStyles.None, CultureInfo.InvariantCulture, out int most) && most <= MostServiceCharts)
                {
                    return settings with { ServiceCharts = most };
                }

                problems.Add($"{place}: '{ServiceChartsKey}' is {ProblemList.Quote(entry.Value)}, which is not a whole number from 0 to "
                    + $"{MostServiceCharts}; using {settings.ServiceCharts}");
                return settings;
            case { Section: Section, Key: EventsKey }:
                return settings with { HasEvents = Decide(entry, place, settings.HasEvents, problems) };
            case { Section: FunctionSection, Key: AccessKey }:
                return settings with { Access = Choose(entry, place, settings.Access, problems) };
            default:
                string section = Keys.ContainsKey(entry.Section) ? entry.Section : Section;
                problems.Add($"{place}: {ProblemList.Quote(entry.Key)} is not a key of section [{ProblemList.Cut(entry.Section)}]; "
                    + $"[{section}] has {List(Keys[section])}; not used");
                return settings;
        }
    }

    // Netdata writes 'yes' and 'no', and reads these words, too (appconfig_test_boolean_value() in libnetdata/config/appconfig.c).
    private static bool Decide(IniEntry entry, string place, bool decision, ProblemList problems)
    {
        switch (entry.Value.ToLowerInvariant())
        {
            case "yes" or "true" or "on":
                return true;
            case "no" or "false" or "off":
                return false;
            default:
                problems.Add($"{place}: '{entry.Key}' is {ProblemList.Quote(entry.Value)}, which is none of yes, no; "
                    + $"using {(decision ? "yes" : "no")}");
                return decision;
        }
    }

    private static T Choose<T>(IniEntry entry, string place, T chosen, ProblemList problems)
        where T : struct, Enum
    {
        if (Words<T>.TryParse(entry.Value, out T choice))
        {
            return choice;
        }

        problems.Add($"{place}: '{entry.Key}' is {ProblemList.Quote(entry.Value)}, which is none of {string.Join(", ", Words<T>.All)}; "
            + $"using {Words<T>.Of(chosen)}");
        return chosen;
    }

    private static string List(string[] keys) =>
        keys.Length == 1 ? $"'{keys[0]}'" : $"'{string.Join("', '", keys[..^1])}' and '{keys[^1]}'";
}
