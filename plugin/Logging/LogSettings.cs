namespace TcpResets.Logging;

/// <summary>What the agent's environment says about logs.</summary>
/// <param name="Level">The least urgent level that is written.</param>
/// <param name="Format">The form of a line on standard error.</param>
/// <param name="Socket">Where to send datagrams instead, or null.</param>
/// <param name="IsJournal">True if <paramref name="Socket"/> speaks the journal's protocol, false if syslog's.</param>
internal sealed record LogSettings(LogLevel Level, LogFormat Format, string? Socket, bool IsJournal)
{
    private const string JournalSocket = "/run/systemd/journal/socket";
    private const string SyslogSocket = "/dev/log";

    /// <summary>
    /// Reads NETDATA_LOG_LEVEL, _FORMAT and _METHOD, which agents set from 1.44 on (<c>nd_log_initialize_for_external_plugins()</c>).
    /// Without them the form is that of older agents. An unknown word means the default, as it does to Netdata's own plugins.
    /// </summary>
    public static LogSettings From(Func<string, string?> environment)
    {
        string? method = environment("NETDATA_LOG_METHOD");
        string? format = environment("NETDATA_LOG_FORMAT");
        return new LogSettings(
            LevelOf(environment("NETDATA_LOG_LEVEL")),
            format switch
            {
                "json" => LogFormat.Json,
                null or "" when string.IsNullOrEmpty(method) => LogFormat.Classic,
                _ => LogFormat.Logfmt,
            },
            method switch
            {
                "journal" => environment("NETDATA_SYSTEMD_JOURNAL_PATH") is { Length: > 0 } path ? path : JournalSocket,
                "syslog" => SyslogSocket,
                _ => null,
            },
            method == "journal");
    }

    // The words of nd_log_priority2id() in libnetdata/log/log.c.
    private static LogLevel LevelOf(string? word) => word?.ToLowerInvariant() switch
    {
        "emergency" or "emerg" => LogLevel.Emergency,
        "alert" => LogLevel.Alert,
        "critical" or "crit" => LogLevel.Critical,
        "error" or "err" => LogLevel.Error,
        "warning" or "warn" => LogLevel.Warning,
        "notice" => LogLevel.Notice,
        "debug" => LogLevel.Debug,
        _ => LogLevel.Info,
    };
}
