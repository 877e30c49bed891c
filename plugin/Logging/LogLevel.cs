namespace TcpResets.Logging;

/// <summary>The priorities of syslog(3), which Netdata's logs use, too.</summary>
internal enum LogLevel
{
    /// <summary>The system is unusable.</summary>
    Emergency,

    /// <summary>Somebody must act at once.</summary>
    Alert,

    Critical,

    /// <summary>Something does not work.</summary>
    Error,

    /// <summary>Something works less well than it could.</summary>
    Warning,

    /// <summary>Normal, but worth knowing.</summary>
    Notice,

    /// <summary>What the plugin has decided.</summary>
    Info,

    Debug,
}
