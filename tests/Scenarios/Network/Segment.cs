using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace TcpResets.Tests.Scenarios.Network;

/// <summary>A TCP segment in its IP packet, read and written by our own few lines: what the wire says, not what a kernel says.</summary>
internal sealed record Segment(IPEndPoint Source, IPEndPoint Destination, TcpFlags Flags, uint Sequence, uint Acknowledgement)
{
    private const byte Tcp = 6;
    private const byte Fragment = 44;
    private const byte DestinationOptions = 60;
    private const int HeaderLength = 20;

    public byte[] Payload { get; init; } = [];

    /// <summary>Options, a multiple of four bytes.</summary>
    public byte[] Options { get; init; } = [];

    public ushort Window { get; init; } = 65535;

    /// <summary>True to write options that say nothing behind the IP header: RFC 791, section 3.1; RFC 8200, section 4.6.</summary>
    public bool HasIpOptions { get; init; }

    /// <summary>Where a later fragment stands in its datagram, in units of 8 bytes: RFC 791, section 3.1; RFC 8200, section 4.5.</summary>
    public byte FragmentOffset { get; init; }

    /// <summary>True to write a wrong checksum.</summary>
    public bool IsCorrupt { get; init; }

    /// <summary>What is added to the header's length: not 0 to write a wrong one.</summary>
    public int WordsTooMany { get; init; }

    /// <summary>The sequence number after this segment.</summary>
    public uint Next => Sequence + (uint)Payload.Length + (Has(TcpFlags.Syn) ? 1u : 0) + (Has(TcpFlags.Fin) ? 1u : 0);

    public bool Has(TcpFlags flags) => (Flags & flags) == flags;

    /// <summary>What an option holds, behind its kind and length: RFC 9293, section 3.1. Empty if there is none.</summary>
    public ReadOnlySpan<byte> Option(byte kind)
    {
        const byte NoOperation = 1;
        ReadOnlySpan<byte> options = Options;
        while (options.Length > 1 && options[0] != kind)
        {
            options = options[(options[0] == NoOperation ? 1 : Math.Clamp(options[1], (byte)2, options.Length))..];
        }

        return options.Length > 1 ? options[2..options[1]] : default;
    }

    /// <summary>Reads an IP packet.</summary>
    /// <returns>Null if it holds no TCP segment.</returns>
    public static Segment? Read(ReadOnlySpan<byte> packet)
    {
        bool isIPv6 = packet.Length > 0 && packet[0] >> 4 == 6;
        int addressLength = isIPv6 ? 16 : 4;
        int addresses = isIPv6 ? 8 : 12;
        int headerLength = isIPv6 ? 40 : packet.Length > 0 ? (packet[0] & 15) * 4 : 0;
        bool hasOptions = isIPv6 && packet.Length > 48 && packet[6] == DestinationOptions;
        headerLength += hasOptions ? 8 : 0;
        if (packet.Length < headerLength + HeaderLength || packet[hasOptions ? 40 : isIPv6 ? 6 : 9] != Tcp)
        {
            return null;
        }

        int length = BinaryPrimitives.ReadUInt16BigEndian(packet[(isIPv6 ? 4 : 2)..]) - (isIPv6 ? headerLength - 40 : headerLength);
        ReadOnlySpan<byte> tcp = packet.Slice(headerLength, Math.Min(length, packet.Length - headerLength));
        int dataOffset = Math.Min(tcp[12] >> 4 << 2, tcp.Length);
        return new Segment(
            new IPEndPoint(new IPAddress(packet.Slice(addresses, addressLength)), BinaryPrimitives.ReadUInt16BigEndian(tcp)),
            new IPEndPoint(
                new IPAddress(packet.Slice(addresses + addressLength, addressLength)), BinaryPrimitives.ReadUInt16BigEndian(tcp[2..])),
            (TcpFlags)(tcp[13] & 31),
            BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]),
            BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]))
        {
            Options = tcp[HeaderLength..Math.Max(dataOffset, HeaderLength)].ToArray(),
            Payload = tcp[dataOffset..].ToArray(),
        };
    }

    /// <summary>The IP packet.</summary>
    public byte[] ToPacket()
    {
        byte[] source = Source.Address.GetAddressBytes();
        byte[] destination = Destination.Address.GetAddressBytes();
        byte[] tcp = [.. new byte[HeaderLength], .. Options, .. Payload];
        BinaryPrimitives.WriteUInt16BigEndian(tcp, (ushort)Source.Port);
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(2), (ushort)Destination.Port);
        BinaryPrimitives.WriteUInt32BigEndian(tcp.AsSpan(4), Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(tcp.AsSpan(8), Acknowledgement);
        tcp[12] = (byte)((((HeaderLength + Options.Length) / 4) + WordsTooMany) << 4);
        tcp[13] = (byte)Flags;
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(14), Window);

        // The pseudo header of either family adds up to the same sum: addresses, protocol, length.
        ushort checksum = Checksum([.. source, .. destination, 0, Tcp, (byte)(tcp.Length >> 8), (byte)tcp.Length, .. tcp]);
        BinaryPrimitives.WriteUInt16BigEndian(tcp.AsSpan(16), IsCorrupt ? (ushort)(checksum ^ 0x5555) : checksum);

        if (Source.AddressFamily == AddressFamily.InterNetworkV6)
        {
            byte[] extension = HasIpOptions
                ? [Tcp, 0, 1, 4, 0, 0, 0, 0]
                : FragmentOffset > 0 ? [Tcp, 0, 0, (byte)(FragmentOffset << 3), 0, 0, 0, 1] : [];
            byte next = HasIpOptions ? DestinationOptions : FragmentOffset > 0 ? Fragment : Tcp;
            int length = extension.Length + tcp.Length;
            return [0x60, 0, 0, 0, (byte)(length >> 8), (byte)length, next, 64, .. source, .. destination, .. extension, .. tcp];
        }

        byte[] noOperations = HasIpOptions ? [1, 1, 1, 1] : [];
        int total = HeaderLength + noOperations.Length + tcp.Length;
        byte[] ip =
        [
            (byte)(0x45 + (noOperations.Length / 4)), 0, (byte)(total >> 8), (byte)total,
            0, 1, (byte)(FragmentOffset > 0 ? 0 : 0x40), FragmentOffset,
            64, Tcp, 0, 0,
            .. source, .. destination, .. noOperations,
        ];
        BinaryPrimitives.WriteUInt16BigEndian(ip.AsSpan(10), Checksum(ip));
        return [.. ip, .. tcp];
    }

    /// <summary>RFC 1071: the complement of the sum of 16-bit words.</summary>
    private static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            sum += (i & 1) == 0 ? (uint)bytes[i] << 8 : bytes[i];
        }

        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~(sum + (sum >> 16));
    }
}
