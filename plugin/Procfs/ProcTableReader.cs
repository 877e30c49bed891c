using TcpResets.Linux;
using TcpResets.Logging;

namespace TcpResets.Procfs;

/// <summary>Reads one protocol's table of a file, and says in the log when that stops working and when it works again, once each.</summary>
internal sealed class ProcTableReader(string path, string protocol, Log log) : IDisposable
{
    private const int NoTable = -1;

    private readonly ProcFile file = new(path);
    private readonly byte[] protocolBytes = System.Text.Encoding.ASCII.GetBytes(protocol);
    private int lastFailure;

    /// <summary>Reads the table, which is valid until the next call; false, and an empty one, if it cannot be read.</summary>
    public bool Read(out SnmpTable table)
    {
        table = default;
        int failure = file.Read(out ReadOnlySpan<byte> content);
        if (failure == 0 && !SnmpTable.TryFind(content, protocolBytes, out table))
        {
            failure = NoTable;
        }

        if (failure != lastFailure)
        {
            lastFailure = failure;
            string problem = failure switch
            {
                0 => "can be read again",
                NoTable => $"has no complete pair of '{protocol}' lines; its numbers are missing until it has",
                _ => $"{Errno.Text(failure)}; its numbers are missing until it can be read",
            };
            log.Write(failure == 0 ? LogLevel.Info : LogLevel.Error, $"{path}: {problem}");
        }

        return failure == 0;
    }

    public void Dispose() => file.Dispose();
}
