using FluentAssertions;
using TcpResets.Logging;
using Xunit;

namespace TcpResets.Tests.Logging;

public sealed class What_the_environment_says_about_logs
{
    /// <summary>NETDATA_LOG_METHOD, _FORMAT, _LEVEL, NETDATA_SYSTEMD_JOURNAL_PATH, and what follows.</summary>
    public static TheoryData<string?, string?, string?, string?, string> Environments => new()
    {
        { null, null, null, null, "Info Classic" },
        { "", "", "", "", "Info Classic" },
        { "stderr", null, null, null, "Info Logfmt" },
        { null, "logfmt", null, null, "Info Logfmt" },
        { null, "json", null, null, "Info Json" },
        { "stderr", "json", "error", null, "Error Json" },
        { "stderr", "journal", null, null, "Info Logfmt" },
        { "journal", "journal", null, null, "Info Logfmt journal at /run/systemd/journal/socket" },
        { "journal", null, "debug", "/x/socket", "Debug Logfmt journal at /x/socket" },
        { "syslog", null, "err", null, "Error Logfmt syslog at /dev/log" },
        { "none of these", null, null, null, "Info Logfmt" },
        { null, null, "EMERG", null, "Emergency Classic" },
        { null, null, "emergency", null, "Emergency Classic" },
        { null, null, "alert", null, "Alert Classic" },
        { null, null, "crit", null, "Critical Classic" },
        { null, null, "critical", null, "Critical Classic" },
        { null, null, "warn", null, "Warning Classic" },
        { null, null, "Warning", null, "Warning Classic" },
        { null, null, "notice", null, "Notice Classic" },
        { null, null, "info", null, "Info Classic" },
        { null, null, "6", null, "Info Classic" },
    };

    [Theory, MemberData(nameof(Environments))]
    public void is_understood_as_netdatas_own_plugins_do(string? method, string? format, string? level, string? path, string expected)
    {
        LogSettings settings = LogSettings.From(name => name switch
        {
            "NETDATA_LOG_METHOD" => method,
            "NETDATA_LOG_FORMAT" => format,
            "NETDATA_LOG_LEVEL" => level,
            "NETDATA_SYSTEMD_JOURNAL_PATH" => path,
            _ => null,
        });
        string socket = settings.Socket is null ? "" : $" {(settings.IsJournal ? "journal" : "syslog")} at {settings.Socket}";
        $"{settings.Level} {settings.Format}{socket}".Should().Be(expected);
    }
}
