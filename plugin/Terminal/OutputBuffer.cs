using System.Buffers;
using TcpResets.Linux;

namespace TcpResets.Terminal;

/// <summary>What is going to be printed, in UTF-8: it grows as needed, and is kept for the next time.</summary>
internal sealed class OutputBuffer : IBufferWriter<byte>
{
    private byte[] bytes = new byte[16 * 1024];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, Length);

    public void Advance(int count) => Length += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return bytes.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return bytes.AsSpan(Length);
    }

    public void Write(ReadOnlySpan<byte> text)
    {
        text.CopyTo(GetSpan(text.Length));
        Length += text.Length;
    }

    public void Write(byte character)
    {
        GetSpan(1)[0] = character;
        Length++;
    }

    /// <summary>So many blanks; none if it is not more than 0.</summary>
    public void Blanks(int count)
    {
        if (count > 0)
        {
            GetSpan(count)[..count].Fill((byte)' ');
            Length += count;
        }
    }

    public void Write(ulong number)
    {
        _ = number.TryFormat(GetSpan(20), out int length, provider: System.Globalization.CultureInfo.InvariantCulture);
        Length += length;
    }

    /// <summary>Forgets what was written after so many bytes.</summary>
    public void Cut(int length) => Length = Math.Min(Length, length);

    /// <summary>Prints it all, as <see cref="FileDescriptor.WriteAll"/> does, and is empty then, whatever came of it.</summary>
    /// <returns>0, or the errno.</returns>
    public int Flush(int descriptor, Func<bool>? endsWhen = null)
    {
        int errno = Length == 0 ? 0 : FileDescriptor.WriteAll(descriptor, Written, endsWhen);
        Length = 0;
        return errno;
    }

    private void Grow(int by)
    {
        by = Math.Max(by, 256); // a JSON writer asks for no size, and wants some
        if (bytes.Length - Length < by)
        {
            Array.Resize(ref bytes, Math.Max(bytes.Length * 2, Length + by));
        }
    }
}
