using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Guides;

/// <summary>The guides contradict the kernel's documentation of tcp_rfc1337, so they must be right.</summary>
public sealed class TIME_WAIT_assassination
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);
    private static readonly IPAddress Host = IPAddress.Parse("192.0.2.1");
    private static readonly IPAddress Peer = IPAddress.Parse("192.0.2.10");

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, true)]
    public async Task succeeds_only_where_tcp_rfc1337_is_0(int rfc1337, bool survives) =>
        (await OwnNetwork.Run(() => SurvivesALateSegment(rfc1337))).Should().Be(survives);

    private static bool SurvivesALateSegment(int rfc1337)
    {
        Shell.Run($"sysctl -w net.ipv4.tcp_rfc1337={rfc1337}").ExitCode.Should().Be(0);
        int port = LeaveInTimeWait();
        TimeWaits().Should().Be(1);
        int before = Counter("TcpInSegs");

        // The host answers the late segment with an ACK, and the peer, which has forgotten the connection, answers that with a reset.
        SendLateSegment(port);
        Wait.Until(() => Counter("TcpInSegs") >= before + 3, Patience, "the segment, its ACK and the reset have come");

        Counter("TcpOutRsts").Should().Be(1, "the peer must have sent the reset");
        return TimeWaits() == 1;
    }

    /// <summary>Opens and closes a connection so that the host is left in TIME-WAIT and the peer with nothing.</summary>
    private static int LeaveInTimeWait()
    {
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(Peer, 5432));
        listener.Listen();
        using var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Bind(new IPEndPoint(Host, 0));
        client.Connect(Peer, 5432);
        int port = ((IPEndPoint)client.LocalEndPoint!).Port;
        using Socket server = listener.Accept();
        client.Shutdown(SocketShutdown.Send);
        server.Receive(new byte[1]).Should().Be(0);
        server.Dispose();
        client.Receive(new byte[1]).Should().Be(0);
        client.Dispose();
        listener.Dispose();
        Wait.Until(() => TimeWaits() == 1, Patience, "the host is in TIME-WAIT");
        return port;
    }

    private static void SendLateSegment(int port)
    {
        byte[] segment = new byte[20];
        BinaryPrimitives.WriteUInt16BigEndian(segment, 5432);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(2), (ushort)port);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(8), 1);
        segment[12] = 5 << 4;
        segment[13] = 0x10; // ACK
        byte[] pseudoHeader = [.. Peer.GetAddressBytes(), .. Host.GetAddressBytes(), 0, 6, 0, 20];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(16), Checksum([.. pseudoHeader, .. segment]));
        using var raw = new Socket(AddressFamily.InterNetwork, SocketType.Raw, ProtocolType.Tcp);
        raw.Bind(new IPEndPoint(Peer, 0));
        raw.SendTo(segment, new IPEndPoint(Host, 0));
    }

    /// <summary>RFC 9293, section 3.1: the complement of the sum over the pseudo header and the segment.</summary>
    private static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        uint sum = 0;
        for (int i = 0; i < bytes.Length; i += 2)
        {
            sum += BinaryPrimitives.ReadUInt16BigEndian(bytes[i..]);
        }

        sum = (sum & 0xffff) + (sum >> 16);
        return (ushort)~(sum + (sum >> 16));
    }

    private static int TimeWaits() => Command.Output("ss", "-Htan", "state", "time-wait").Count(c => c == '\n');

    private static int Counter(string name) =>
        int.Parse(Shell.Run($"nstat -asz {name} | awk '/{name}/ {{print $2}}'").Output, CultureInfo.InvariantCulture);
}
