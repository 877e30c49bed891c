using TcpResets.Linux;

namespace TcpResets.Procfs;

/// <summary>
/// A file of /proc that is read again and again into one buffer. On procfs it stays open, which also pins the network namespace it
/// was opened in; a file mounted over /proc, or a copy of it, may be replaced under its name, so that one is opened for each read.
/// </summary>
internal sealed class ProcFile(string path) : IDisposable
{
#if DEBUG
    private const int FirstBufferSize = 64; // so that tests exercise the growth
#else
    private const int FirstBufferSize = 16 * 1024; // netstat has 4.6 kB on Linux 6.18
#endif

    /// <summary>No file of /proc/net that the plugin reads comes near; a larger one is something else.</summary>
    public const int LargestSize = 1024 * 1024;

    private byte[] buffer = new byte[FirstBufferSize];
    private int descriptor = -1;
    private bool keepOpen;
    public string Path { get; } = path;

    /// <summary>Reads the whole file. The content is valid until the next call.</summary>
    /// <returns>0, or the errno that says why it cannot be read; <see cref="Errno.FileTooBig"/> above <see cref="LargestSize"/>.</returns>
    public int Read(out ReadOnlySpan<byte> content)
    {
        content = default;
        if (descriptor < 0)
        {
            descriptor = FileDescriptor.OpenRead(Path);
            if (descriptor < 0)
            {
                return -descriptor;
            }

            keepOpen = FileDescriptor.IsProcfs(descriptor);
        }

        int length = ReadWhole();
        if (length < 0 || !keepOpen)
        {
            Dispose();
        }

        content = buffer.AsSpan(0, Math.Max(0, length));
        return Math.Max(0, -length);
    }

    public void Dispose()
    {
        if (descriptor >= 0)
        {
            FileDescriptor.Close(descriptor);
            descriptor = -1;
        }
    }

    // One call suffices once the buffer is larger than the file: seq_read_iter() fills it with all there is.
    private int ReadWhole()
    {
        while (true)
        {
            int length = FileDescriptor.ReadFromStart(descriptor, buffer);
            if (length < buffer.Length)
            {
                return length;
            }

            if (buffer.Length >= LargestSize)
            {
                return -Errno.FileTooBig;
            }

            buffer = new byte[buffer.Length * 2];
        }
    }
}
