namespace TcpResets.Netdata;

/// <summary>Bytes that come piece by piece, up to a most; what comes beyond it is dropped, and <see cref="IsCut"/> tells.</summary>
internal sealed class CappedBytes(int most)
{
    private byte[] bytes = [];
    private int length;

    /// <summary>Whether there was more than fits.</summary>
    public bool IsCut { get; private set; }

    /// <summary>What has come, as far as it fits.</summary>
    public ReadOnlySpan<byte> Written => bytes.AsSpan(0, length);

    public void Append(ReadOnlySpan<byte> more)
    {
        int fits = Math.Min(more.Length, most - length);
        IsCut |= fits < more.Length;
        if (bytes.Length - length < fits)
        {
            Array.Resize(ref bytes, Math.Min(most, Math.Max(bytes.Length * 2, length + fits)));
        }

        more[..fits].CopyTo(bytes.AsSpan(length));
        length += fits;
    }

    public void Clear()
    {
        length = 0;
        IsCut = false;
    }
}
