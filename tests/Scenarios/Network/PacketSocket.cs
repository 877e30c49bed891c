using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TcpResets.Tests.Scenarios.Network;

/// <summary>A packet socket (packet(7)) without link headers: sees and sends IP packets behind the back of TCP.</summary>
internal sealed class PacketSocket : IDisposable
{
    private const int Packet = 17;
    private const int Datagram = 2;
    private const int CloseOnExec = 0x80000;
    private const ushort AllProtocols = 3;
    private const int SocketLevel = 1;
    private const int ReceiveBufferForce = 33;
    private const short Readable = 1;
    private const int DoNotWait = 0x40;
    private const int TryAgain = 11;
    private const byte Outgoing = 4;

    private readonly int descriptor;
    private readonly byte[] buffer = new byte[1 << 16];
    private readonly byte[] from = new byte[20];

    /// <summary>Opens one.</summary>
    /// <param name="at">Where.</param>
    /// <param name="device">Which device it sees; null for all.</param>
    public PacketSocket(NetworkNamespace at, string? device) => descriptor = at.Visit(() =>
    {
        // A socket that is bound to nothing yet must not hear other devices: protocol 0 hears nothing until bind.
        int opened = Native.Check(Native.socket(Packet, Datagram | CloseOnExec, 0), "socket(AF_PACKET)");
        Native.Check(Native.setsockopt(opened, SocketLevel, ReceiveBufferForce, BitConverter.GetBytes(64 << 20), 4), "SO_RCVBUFFORCE");
        int index = device is null ? 0 : (int)Native.if_nametoindex(device);
        Native.Check(Native.bind(opened, LinkAddress(AllProtocols, index, []), 20), "bind(AF_PACKET)");
        return opened;
    });

    /// <summary>Takes the next packet that is there.</summary>
    /// <param name="milliseconds">How long to wait for one.</param>
    /// <param name="isOutgoing">True if it leaves the namespace through the device, false if it arrives.</param>
    /// <returns>The IP packet, valid until the next call; empty if none came.</returns>
    public ReadOnlySpan<byte> Receive(int milliseconds, out bool isOutgoing)
    {
        isOutgoing = false;
        PollDescriptor waiting = new() { Descriptor = descriptor, Events = Readable };
        int length = from.Length;
        nint got = Native.recvfrom(descriptor, buffer, buffer.Length, DoNotWait, from, ref length);
        if (got < 0 && Marshal.GetLastPInvokeError() == TryAgain && milliseconds > 0 && Native.poll(ref waiting, 1, milliseconds) > 0)
        {
            got = Native.recvfrom(descriptor, buffer, buffer.Length, DoNotWait, from, ref length);
        }

        if (got < 0)
        {
            return [];
        }

        isOutgoing = from[10] == Outgoing;
        return buffer.AsSpan(0, (int)got);
    }

    /// <summary>Sends an IP packet through a device.</summary>
    public void Send(byte[] packet, int device, byte[] hardwareAddress)
    {
        ushort protocol = packet[0] >> 4 == 6 ? (ushort)0x86dd : (ushort)0x0800;
        byte[] to = LinkAddress(protocol, device, hardwareAddress);
        Native.Check((int)Native.sendto(descriptor, packet, packet.Length, 0, to, to.Length), "sendto(AF_PACKET)");
    }

    public void Dispose() => _ = Native.close(descriptor);

    /// <summary>struct sockaddr_ll.</summary>
    private static byte[] LinkAddress(ushort protocol, int device, byte[] hardwareAddress)
    {
        byte[] address = new byte[20];
        BitConverter.TryWriteBytes(address, (ushort)Packet);
        BinaryPrimitives.WriteUInt16BigEndian(address.AsSpan(2), protocol);
        BitConverter.TryWriteBytes(address.AsSpan(4), device);
        address[11] = (byte)hardwareAddress.Length;
        hardwareAddress.CopyTo(address, 12);
        return address;
    }
}
