using System.Text;
using TcpResets.Linux;
using TcpResets.Settings;

namespace TcpResets.Packaging;

/// <summary>What a netdata.conf says of directories, of plugins and of the web server; without the file, nothing.</summary>
internal sealed class AgentConfiguration
{
    private const string Directories = "directories";
    private const string WebServer = "web";
    private readonly List<IniEntry> entries = [];

    public AgentConfiguration(string file)
    {
        if (FileTree.Read(file, out byte[] content) == 0)
        {
            entries.AddRange(IniFile.Parse(Encoding.UTF8.GetString(content)));
        }
    }

    // The second names are those before 1.34, which agents still take (backwards_compatible_config() in daemon/main.c).
    public string? Config => Value(Directories, "config") ?? Value("global", "config directory");
    public string? Health => Value(Directories, "health config") ?? Value("health", "health configuration directory");
    public string? Web => Value(Directories, "web") ?? Value("global", "web files directory");

    /// <summary>Where the agent looks for plugins, in this order; empty if nothing is said.</summary>
    public IReadOnlyList<string> Plugins => Words(Value(Directories, "plugins") ?? Value("global", "plugins directory") ?? "");

    /// <summary>Where its web server listens, as written; empty if nothing is said: everywhere.</summary>
    public IReadOnlyList<string> BindTo => Words(Value(WebServer, "bind to") ?? Value("global", "bind to")
        ?? Value("global", "bind socket to IP") ?? "");

    /// <summary>The port where a place of <see cref="BindTo"/> names none, or null.</summary>
    public string? DefaultPort => Value(WebServer, "default port") ?? Value("global", "default port") ?? Value("global", "port");

    /// <summary>True unless the agent was told not to run a plugin of this name (pluginsd_main() in plugins_d.c).</summary>
    public bool Runs(string plugin) => !IsNo(Value("plugins", plugin) ?? Value("plugins", "enable running new plugins"));

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
