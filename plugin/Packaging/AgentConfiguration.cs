using System.Text;
using TcpResets.Linux;
using TcpResets.Settings;

namespace TcpResets.Packaging;

/// <summary>
/// What a netdata.conf says of directories, of plugins and of the web server; without the file, nothing. Where others than root can change
/// it, root does not go where it says.
/// </summary>
internal sealed class AgentConfiguration
{
    private const int Largest = 1024 * 1024; // the agent's own, with every default in it, has some 150 kB
    private const string Directories = "directories";
    private const string WebServer = "web";
    private readonly List<IniEntry> entries = [];
    private readonly List<string> problems = [];
    private readonly bool isForeign;

    public AgentConfiguration(string file)
    {
        int error = FileTree.Read(file, Largest, out byte[] content, out isForeign);
        if (error == 0)
        {
            entries.AddRange(IniFile.Parse(Encoding.UTF8.GetString(content)));
        }
        else if (error is not (Errno.NoEntry or Errno.NoDirectory))
        {
            problems.Add($"{file} is not read: " + (error == Errno.Invalid ? "it is no regular file"
                : error == Errno.FileTooBig ? $"it has more than {Largest / 1024 / 1024} MiB"
                : Changes.Text(error)));
        }

        if (isForeign && entries.Exists(entry => entry.Section == Directories))
        {
            problems.Add($"{file} can be changed by others than root, so its directories are not used, but the usual ones");
        }

        foreach (string place in entries.Where(entry => entry.Section == Directories && !IsPath(entry.Value)).Select(entry => entry.Key))
        {
            problems.Add($"{file}: '{place}' in [{Directories}] is no absolute path, so it is not used");
        }
    }

    /// <summary>What is wrong with it: what is not used, a sentence each without a full stop.</summary>
    public IReadOnlyList<string> Problems => problems;

    // The second names are those before 1.34, which agents still take (backwards_compatible_config() in daemon/main.c).
    public string? Config => Place("config") ?? Place("config directory", "global");
    public string? Cache => Place("cache") ?? Place("cache directory", "global");
    public string? Health => Place("health config") ?? Place("health configuration directory", "health");
    public string? Web => Place("web") ?? Place("web files directory", "global");

    /// <summary>The user that it runs as; null if nothing is said, or by others than root: its group may run the plugin.</summary>
    public string? User => isForeign ? null : Value("global", "run as user");

    /// <summary>Where the agent looks for plugins, in this order; empty if nothing is said.</summary>
    public IReadOnlyList<string> Plugins => isForeign ? []
        : [.. Words(Value(Directories, "plugins") ?? Value("global", "plugins directory") ?? "").Where(IsPath)];

    /// <summary>Where its web server listens, as written; empty if nothing is said: everywhere.</summary>
    public IReadOnlyList<string> BindTo => Words(Value(WebServer, "bind to") ?? Value("global", "bind to")
        ?? Value("global", "bind socket to IP") ?? "");

    /// <summary>The port where a place of <see cref="BindTo"/> names none, or null.</summary>
    public string? DefaultPort => Value(WebServer, "default port") ?? Value("global", "default port") ?? Value("global", "port");

    /// <summary>True unless the agent was told not to run a plugin of this name (pluginsd_main() in plugins_d.c).</summary>
    public bool Runs(string plugin) => !IsNo(Value("plugins", plugin) ?? Value("plugins", "enable running new plugins"));

    private string? Place(string key, string section = Directories) =>
        !isForeign && Value(section, key) is { } path && IsPath(path) ? path : null;

    // The replacement character stands for bytes that are no UTF-8.
    private static bool IsPath(string text) =>
        text.TrimStart('"', '\'').StartsWith('/') && !text.Any(c => char.IsControl(c) || c == '\ufffd');

    private string? Value(string section, string key) =>
        entries.LastOrDefault(entry => entry.Section == section && entry.Key == key && entry.Value.Length > 0)?.Value;

    // CONFIG_BOOLEAN's words (appconfig_test_boolean_value() in libnetdata/config/appconfig.c); any but these is no.
    private static bool IsNo(string? word) =>
        word is not null && word.ToLowerInvariant() is not ("yes" or "true" or "on" or "auto" or "on demand");

    // "one directory" 'another' third (quoted_strings_splitter()).
    private static List<string> Words(string text)
    {
        List<string> words = [];
        StringBuilder word = new();
        char quote = '\0';
        foreach (char c in text + " ")
        {
            if (quote == '\0' ? c is ' ' or '\t' or ',' or '"' or '\'' : c == quote)
            {
                if (word.Length > 0)
                {
                    words.Add(word.ToString());
                    word.Clear();
                }

                quote = quote == '\0' && c is '"' or '\'' ? c : '\0';
            }
            else
            {
                word.Append(c);
            }
        }

        return words;
    }
}
