using System.Globalization;
using System.Net;
using TcpResets.Resets;

namespace TcpResets.Terminal;

/// <summary>Addresses and ports as people write them.</summary>
internal static class AddressText
{
    /// <summary>The most bytes that an address takes, and with its port.</summary>
    public const int Longest = 48, LongestWithPort = Longest + 8;

    private static ReadOnlySpan<byte> Mapped => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff];

    /// <summary>Writes it as in <c>192.0.2.1</c> or <c>2001:db8::1</c> (RFC 5952): how many bytes.</summary>
    public static int Format(Address address, Span<byte> text) => Format(address, text, out _);

    /// <summary>Writes it as in <c>192.0.2.1:443</c> or <c>[2001:db8::1]:443</c>: how many bytes.</summary>
    public static int Format(Address address, ushort port, Span<byte> text)
    {
        int length = Format(address, text[1..], out bool isIPv6);
        text[0] = (byte)'[';
        if (isIPv6)
        {
            text[++length] = (byte)']';
            length++;
        }
        else
        {
            text[1..(length + 1)].CopyTo(text);
        }

        return length + Format(port, text[length..]);
    }

    /// <summary>Writes a port as in <c>:443</c>: how many bytes.</summary>
    public static int Format(ushort port, Span<byte> text)
    {
        text[0] = (byte)':';
        _ = port.TryFormat(text[1..], out int digits, provider: CultureInfo.InvariantCulture);
        return digits + 1;
    }

    private static int Format(Address address, Span<byte> text, out bool isIPv6)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.CopyTo(bytes);
        isIPv6 = !bytes.StartsWith(Mapped);
        _ = new IPAddress(isIPv6 ? bytes : bytes[Mapped.Length..]).TryFormat(text, out int length);
        return length;
    }
}
