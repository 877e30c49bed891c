using System.Runtime.InteropServices;
using System.Text;
using FluentAssertions;

namespace TcpResets.Tests.Processes;

/// <summary>A named pipe whose reader is the test, as slow as it likes.</summary>
internal sealed class Fifo : IDisposable
{
    private const int ReadWriteNonBlocking = 0x802;

    private readonly int descriptor;

    public Fifo(string directory)
    {
        Path = System.IO.Path.Join(directory, "fifo");
        mkfifo(Path, 0x180).Should().Be(0);
        descriptor = open(Path, ReadWriteNonBlocking);
        descriptor.Should().BeGreaterThan(0);
    }

    /// <summary>Where a writer finds it.</summary>
    public string Path { get; }

    /// <summary>Fills it with empty lines, until it takes no more.</summary>
    public void Fill()
    {
        byte[] lines = Encoding.ASCII.GetBytes(new string('\n', 4096));
        while (write(descriptor, lines, lines.Length) > 0)
        {
        }
    }

    /// <summary>Takes all that is in it now.</summary>
    public string Drain()
    {
        StringBuilder text = new();
        byte[] buffer = new byte[65536];
        for (nint length; (length = read(descriptor, buffer, buffer.Length)) > 0;)
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, (int)length));
        }

        return text.ToString();
    }

    /// <summary>Waits until a process stands still in its write to the pipe.</summary>
    public void WaitUntilWriterIsStuck(int process) => Wait.Until(
        () => File.ReadAllText($"/proc/{process}/syscall").StartsWith(WriteToStdout, StringComparison.Ordinal),
        TimeSpan.FromSeconds(20),
        $"{process} is in write(2) on {Path}");

    public void Dispose() => _ = close(descriptor);

    // The number of write(2) and its first argument, as /proc/PID/syscall shows them (proc(5)).
    private static string WriteToStdout => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "64 0x1 " : "1 0x1 ";

    [DllImport("libc")]
    private static extern int mkfifo([MarshalAs(UnmanagedType.LPUTF8Str)] string path, uint mode);

    [DllImport("libc")]
    private static extern int open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc")]
    private static extern nint read(int descriptor, byte[] buffer, nint count);

    [DllImport("libc")]
    private static extern nint write(int descriptor, byte[] buffer, nint count);

    [DllImport("libc")]
    private static extern int close(int descriptor);
}
