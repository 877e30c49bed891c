using System.Globalization;

namespace TcpResets.Terminal;

/// <summary>How long something took, short, and in seconds: that is how the limits of proxies and load balancers are written.</summary>
internal static class Duration
{
    /// <summary>Writes milliseconds as in <c>250ms</c>, <c>5.0s</c>, <c>350s</c>: how many bytes.</summary>
    public static int Format(ulong milliseconds, Span<byte> text)
    {
        const ulong Second = 1000, TenSeconds = 10 * Second;
        ulong number = milliseconds < Second ? milliseconds : milliseconds / Second;
        _ = number.TryFormat(text, out int length, provider: CultureInfo.InvariantCulture);
        if (milliseconds < Second)
        {
            text[length++] = (byte)'m';
        }
        else if (milliseconds < TenSeconds)
        {
            text[length++] = (byte)'.';
            text[length++] = (byte)('0' + (milliseconds / 100 % 10));
        }

        text[length++] = (byte)'s';
        return length;
    }
}
