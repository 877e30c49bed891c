using Microsoft.Win32.SafeHandles;
using TcpResets.Logging;

namespace TcpResets.Tests.Logging;

/// <summary>A log whose lines a test can read.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly TemporaryDirectory directory = new();
    private readonly SafeFileHandle handle;

    public LogFile(LogSettings? settings = null)
    {
        handle = File.OpenHandle(Path.Join(directory.Path, "log"), FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite);
        Log = new Log(settings ?? new LogSettings(LogLevel.Debug, LogFormat.Classic, null, false), (int)handle.DangerousGetHandle());
    }

    public Log Log { get; }

    /// <summary>What has been written so far, without the lines' ends.</summary>
    public string[] Lines => File.ReadAllLines(Path.Join(directory.Path, "log"));

    /// <summary>The messages of a log in the classic format: level and text.</summary>
    public string[] Messages => [.. Lines
        .Select(line => line[(line.IndexOf(".plugin ", StringComparison.Ordinal) + 8)..])
        .Select(message => message.Replace(" : MAIN : ", " ", StringComparison.Ordinal))];

    public void Dispose()
    {
        handle.Dispose();
        directory.Dispose();
    }
}
