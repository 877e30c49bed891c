using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using TcpResets.Linux;

namespace TcpResets.Logging;

/// <summary>
/// The plugin's log: one line a message, in the form and to the place that the agent's environment asks for; what no socket takes goes to
/// the descriptor. A log that cannot be written is no reason to stop.
/// </summary>
internal sealed class Log(LogSettings settings, int descriptor = FileDescriptor.Stderr)
{
    /// <summary>Writes a message, unless it is less urgent than the settings ask for.</summary>
    public void Write(LogLevel level, string message)
    {
        if (level > settings.Level)
        {
            return;
        }

        message = OneLine.Of(message);
        if (settings.Socket is null || !SendToSocket(level, message))
        {
            _ = FileDescriptor.WriteAll(descriptor, Encoding.UTF8.GetBytes(Line(level, message) + "\n"));
        }
    }

    private bool SendToSocket(LogLevel level, string message)
    {
        // The journal's native protocol (systemd, docs/JOURNAL_NATIVE_PROTOCOL.md): fields as lines. Syslog's: <facility | severity>.
        string datagram = settings.IsJournal
            ? $"MESSAGE={message}\nPRIORITY={(int)level}\nSYSLOG_IDENTIFIER={Executable.Name}\nND_LOG_SOURCE=collector\n"
            : $"<{(3 << 3) | (int)level}>{Executable.Name}[{Environment.ProcessId}]: {message}";
        return UnixDatagram.Send(settings.Socket!, Encoding.UTF8.GetBytes(datagram));
    }

    private string Line(LogLevel level, string message)
    {
        string levelName = level.ToString().ToLowerInvariant();
        DateTime now = DateTime.UtcNow;
        return settings.Format switch
        {
            LogFormat.Logfmt => string.Create(
                CultureInfo.InvariantCulture,
                $"time={now:yyyy-MM-ddTHH:mm:ss.fffZ} comm={Executable.Name} source=collector "
                    + $"level={levelName} tid={Environment.ProcessId} msg={Quote(message)}"),
            LogFormat.Json => string.Create(
                CultureInfo.InvariantCulture,
                $"{{\"time\":{(now - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond},\"comm\":\"{Executable.Name}\","
                    + $"\"source\":\"collector\",\"level\":{(int)level},\"tid\":{Environment.ProcessId},\"msg\":{Quote(message)}}}"),
            _ => $"{LocalTime.Now()}: {Executable.Name} {(level <= LogLevel.Error ? "ERROR" : "INFO ")} : MAIN : {message}",
        };
    }

    private static string Quote(string text) => $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
}
