namespace TcpResets.Logging;

/// <summary>How a log line is written to standard error.</summary>
internal enum LogFormat
{
    /// <summary>As agents up to 1.43 write: date, program, level, thread, text (libnetdata/log/log.c, <c>info_int()</c>).</summary>
    Classic,

    /// <summary>As agents from 1.44 on write by default: key=value (<c>nd_logger_logfmt()</c>).</summary>
    Logfmt,

    /// <summary>One JSON object (<c>nd_logger_json()</c>).</summary>
    Json,
}
