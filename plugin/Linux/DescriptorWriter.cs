using System.Buffers;

namespace TcpResets.Linux;

/// <summary>Writes into one descriptor after the other, a buffer at a time, which lives as long as the process.</summary>
internal sealed class DescriptorWriter : IBufferWriter<byte>
{
    private readonly byte[] buffer = new byte[64 * 1024];
    private int length;
    private int descriptor;
    private int errno;

    /// <summary>Begins to write into a descriptor.</summary>
    public void Begin(int into)
    {
        descriptor = into;
        length = errno = 0;
    }

    /// <summary>Writes what has not been written yet.</summary>
    /// <returns>0, or the errno that ended it.</returns>
    public int End()
    {
        errno = errno != 0 ? errno : FileDescriptor.WriteAll(descriptor, buffer.AsSpan(0, length));
        length = 0;
        return errno;
    }

    public void Advance(int count) => length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (buffer.Length - length < Math.Max(1, sizeHint))
        {
            _ = End();
        }

        return buffer.AsMemory(length);
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
