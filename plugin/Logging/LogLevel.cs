namespace TcpResets.Logging;

/// <summary>The priorities of syslog(3), which Netdata's logs use, too.</summary>
internal enum LogLevel
{
    Emergency,
    Alert,
    Critical,
    Error,
    Warning,
    Notice,
    Info,
    Debug,
}
