using System.Buffers.Binary;
using System.Buffers.Text;
using System.Net;
using System.Runtime.InteropServices;
using System.Text;

namespace TcpResets.Resets;

/// <summary>An IP address as its 16 bytes lie in memory, in network order; an IPv4 address is mapped (RFC 4291, section 2.5.5.2).</summary>
internal readonly record struct Address(ulong First, ulong Last)
{
    /// <summary>The most bytes of text: eight groups of four digits.</summary>
    public const int LongestText = 39;

    private const int Length = 16;
    private const int Groups = 8;

    private bool IsIPv4 => First == 0 && (uint)Last == BitConverter.ToUInt32([0, 0, 0xff, 0xff]);

    /// <summary>Takes either kind.</summary>
    public static Address Of(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[Length];
        _ = address.MapToIPv6().TryWriteBytes(bytes, out _);
        return MemoryMarshal.Read<Address>(bytes);
    }

    /// <summary>Writes its 16 bytes, in network order.</summary>
    public void CopyTo(Span<byte> bytes) => MemoryMarshal.Write(bytes, this);

    /// <summary>Writes it as text in ASCII, and allocates nothing: an IPv6 address as RFC 5952, section 4, has it.</summary>
    /// <param name="text">Of <see cref="LongestText"/> bytes.</param>
    /// <returns>How many of them.</returns>
    public int Format(Span<byte> text)
    {
        Span<byte> bytes = stackalloc byte[Length];
        CopyTo(bytes);
        return IsIPv4 ? FormatIPv4(bytes[12..], text) : FormatIPv6(bytes, text);
    }

    public override string ToString()
    {
        Span<byte> text = stackalloc byte[LongestText];
        return Encoding.ASCII.GetString(text[..Format(text)]);
    }

    private static int FormatIPv4(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        int length = 0;
        foreach (byte number in bytes)
        {
            _ = Utf8Formatter.TryFormat(number, text[length..], out int digits);
            length += digits;
            text[length++] = (byte)'.';
        }

        return length - 1;
    }

    private static int FormatIPv6(ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        (int gap, int gapEnd) = LongestGap(bytes);
        int length = 0;
        for (int group = 0; group < Groups; group++)
        {
            if (group == gap)
            {
                "::"u8.CopyTo(text[length..]);
                length += 2;
                group = gapEnd - 1;
                continue;
            }

            if (group > 0 && group != gapEnd)
            {
                text[length++] = (byte)':';
            }

            uint number = BinaryPrimitives.ReadUInt16BigEndian(bytes[(2 * group)..]);
            for (int shift = number > 0xfff ? 12 : number > 0xff ? 8 : number > 0xf ? 4 : 0; shift >= 0; shift -= 4)
            {
                text[length++] = "0123456789abcdef"u8[(int)(number >> shift) & 0xf];
            }
        }

        return length;
    }

    /// <summary>The first of the longest runs of two and more groups that are 0; from -1 to -1 if there is none.</summary>
    private static (int Start, int End) LongestGap(ReadOnlySpan<byte> bytes)
    {
        (int Start, int End) longest = (-1, -1);
        int start = 0;
        for (int group = 0; group < Groups; group++)
        {
            if (bytes[2 * group] != 0 || bytes[(2 * group) + 1] != 0)
            {
                start = group + 1;
            }
            else if (group + 1 - start > Math.Max(1, longest.End - longest.Start))
            {
                longest = (start, group + 1);
            }
        }

        return longest;
    }
}
