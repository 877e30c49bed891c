using System.Globalization;
using System.Net;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TcpResets.Resets;

/// <summary>Addresses that begin alike, as <c>10.0.0.0/8</c> says (RFC 4632, section 3.1; RFC 4291, section 2.3).</summary>
/// <param name="Network">One of them.</param>
/// <param name="Mask">Which bits are alike.</param>
/// <param name="Family">Of which family they are; null for both, which <see cref="All"/> alone has.</param>
internal readonly record struct AddressRange(Address Network, Address Mask, Family? Family)
{
    private const int MappedPrefix = 96;

    /// <summary>Every address.</summary>
    public static AddressRange All => default;

    /// <summary>Takes an address with or without the length of its prefix. An IPv4-mapped address is an IPv4 address.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out AddressRange range)
    {
        range = default;
        int slash = text.IndexOf('/');
        ReadOnlySpan<char> addressText = slash < 0 ? text : text[..slash];
        if (addressText.Contains('%') || !IPAddress.TryParse(addressText, out IPAddress? address))
        {
            return false;
        }

        // Neither inet_aton(3)'s forms, of which 10.8 is 10.0.0.8 and 010.0.0.1 is 8.0.0.1, nor brackets.
        bool isWrittenAsIPv4 = !addressText.Contains(':');
        if (isWrittenAsIPv4 ? !addressText.SequenceEqual(address.ToString()) : addressText.Contains('['))
        {
            return false;
        }

        int shift = isWrittenAsIPv4 ? MappedPrefix : 0;
        int length = 128 - shift;
        if (slash >= 0
            && (!int.TryParse(text[(slash + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > 128 - shift))
        {
            return false;
        }

        length += shift;
        bool isIPv4 = isWrittenAsIPv4 || (address.IsIPv4MappedToIPv6 && length >= MappedPrefix);
        range = new(Address.Of(address), MaskOf(length), isIPv4 ? Resets.Family.IPv4 : Resets.Family.IPv6);
        return true;
    }

    /// <summary>As <see cref="TryParse"/> takes it, the length only where it is not a single address.</summary>
    public string Text
    {
        get
        {
            int length = BitOperations.PopCount(Mask.First) + BitOperations.PopCount(Mask.Last);
            bool isIPv4 = Family == Resets.Family.IPv4;
            Span<byte> bytes = stackalloc byte[16];
            Network.CopyTo(bytes);
            string address = isIPv4 ? Network.ToString() : new IPAddress(bytes).ToString(); // ::ffff:0:0/90 has IPv6 addresses, too
            return length == 128 ? address : string.Create(
                CultureInfo.InvariantCulture, $"{address}/{(isIPv4 ? length - MappedPrefix : length)}");
        }
    }

    /// <summary>Whether an address of a family is one of them.</summary>
    public bool Contains(in Address address, Family family) =>
        (Family is null || Family == family)
        && ((address.First ^ Network.First) & Mask.First) == 0
        && ((address.Last ^ Network.Last) & Mask.Last) == 0;

    private static Address MaskOf(int length)
    {
        Span<byte> bytes = stackalloc byte[16];
        for (int i = 0; i < bytes.Length; i++)
        {
            bytes[i] = (byte)(0xff00 >> Math.Clamp(length - (8 * i), 0, 8));
        }

        return MemoryMarshal.Read<Address>(bytes);
    }
}
