using TcpResets.Logging;

namespace TcpResets.Settings;

/// <summary>What the agent tells a plugin in its environment (Netdata's plugins.d documentation, "environment variables").</summary>
internal sealed class AgentEnvironment(Func<string, string?> variable)
{
    public static AgentEnvironment OfThisProcess { get; } = new(Environment.GetEnvironmentVariable);

    /// <summary>Where the host's root is mounted when the agent runs in a container; else empty. It does not end in a slash.</summary>
    public string HostPrefix => Get("NETDATA_HOST_PREFIX").TrimEnd('/');

    /// <summary>The least update every, in seconds, as text; empty outside an agent.</summary>
    public string UpdateEvery => Get("NETDATA_UPDATE_EVERY");

    /// <summary>The agent's version; all zeros outside an agent.</summary>
    public AgentVersion Version => AgentVersion.TryParse(Get("NETDATA_VERSION"), out AgentVersion version) ? version : default;

    /// <summary>Where to look for configuration files: the user's directory first, then the stock one; empty outside an agent.</summary>
    public IEnumerable<string> ConfigDirectories =>
        new[] { Get("NETDATA_USER_CONFIG_DIR"), Get("NETDATA_STOCK_CONFIG_DIR") }.Where(directory => directory.Length > 0);

    /// <summary>Where the agent keeps what may be lost; empty outside an agent.</summary>
    public string CacheDirectory => Get("NETDATA_CACHE_DIR");

    /// <summary>What it says about logs.</summary>
    public LogSettings Log => LogSettings.From(variable);

    /// <summary>The same with a user's configuration directory, and one for what may be lost, if the agent has named none.</summary>
    public AgentEnvironment OrWith(string? configDirectory, string? cacheDirectory = null)
    {
        bool hasConfig = ConfigDirectories.Any();
        bool hasCache = CacheDirectory.Length > 0;
        return new(name => name switch
        {
            "NETDATA_USER_CONFIG_DIR" when !hasConfig => configDirectory,
            "NETDATA_CACHE_DIR" when !hasCache => cacheDirectory,
            _ => variable(name),
        });
    }

    private string Get(string name) => variable(name) ?? "";
}
