using System.Buffers.Binary;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>Connections of several subflows (RFC 8684).</summary>
internal static class MultipathTcp
{
    private const byte Option = 30;
    private const byte Version = 1;
    private const byte Join = 1 << 4;
    private const byte FastClose = 7 << 4;
    private const byte Sha256 = 1;
    private static readonly byte[] Key = [1, 2, 3, 4, 5, 6, 7, 8];
    private static readonly byte[] Nonce = [1, 1, 1, 1];

    public static Way[] All =>
    [
        new("a peer aborts by Multipath TCP", ["received.established"], scene => Connected(scene).Peer.Abort()),
        new("we abort by Multipath TCP", ["sent.aborted"], scene => Connected(scene).Host.Abort()) { EstimatesReceived = 1 },
        new("we close with data unread, by Multipath TCP", ["sent.unread_data"], scene =>
        {
            (TcpSocket host, TcpSocket peer) = Connected(scene);
            peer.Send();
            host.AwaitData();
            host.Close();
        })
        {
            Without = [new(Lack.SentReasons, "sent.aborted")], // by Linux 6.1, mptcp_do_fastclose() sets SO_LINGER 0 itself
            EstimatesReceived = 1,
        },
        new("a server of Multipath TCP closes with a connection in its accept queue", ["sent.aborted", "sent.aborted"], scene =>
        {
            TcpSocket listener = scene.Host.Listen(8, TcpSocket.MultipathTcp);
            scene.Peer.Socket(TcpSocket.MultipathTcp).Connect(listener.Local);
            listener.Close();
        }) { EstimatesReceived = 1 },
        new("a peer asks us to abort by Multipath TCP", ["sent.other"], scene =>
        {
            TcpSocket listener = scene.Host.Listen(8, TcpSocket.MultipathTcp);
            Puppet peer = scene.Puppet(listener.Local);
            byte[] key = Connect(peer);
            scene.Host.Accept(listener);
            peer.Inject(peer.Draft(TcpFlags.Ack) with { Options = [Option, 12, FastClose, 0, .. key] });
            peer.Await(TcpFlags.Rst);
        }) { Without = [new(Lack.SentReasons, "sent.aborted")], EstimatesReceived = 1 },
        new("a subflow joins no connection of ours", ["sent.invalid"], scene =>
        {
            Puppet subflow = JoinBy(scene.Puppet(scene.Host.Listen(8, TcpSocket.MultipathTcp).Local), token: [1, 2, 3, 4]);
            subflow.Await(TcpFlags.Rst);
        }),
        new("an exact reset in SYN-RECEIVED follows a subflow that joins no connection of ours",
            ["sent.invalid", "received.handshake"], scene =>
        {
            TcpSocket listener = scene.Host.Listen(8, TcpSocket.MultipathTcp);
            JoinBy(scene.Puppet(listener.Local), token: [1, 2, 3, 4]).Await(TcpFlags.Rst);
            Puppet peer = scene.Puppet(listener.Local);
            peer.BeginConnect();
            peer.Reset();
        }),

        // Before 6.10 that is all there is to see: an ACK for a listener, answered by a reset.
        new("a subflow joins our connection without knowing its keys", ["sent.invalid"], scene =>
        {
            TcpSocket listener = scene.Host.Listen(8, TcpSocket.MultipathTcp);
            Connect(scene.Puppet(listener.Local));
            Puppet subflow = JoinBy(scene.Puppet(listener.Local), TokenOf(scene.Host.Accept(listener)));
            subflow.Await(TcpFlags.Syn | TcpFlags.Ack);
            subflow.Inject(subflow.Draft(TcpFlags.Ack) with { Options = [Option, 24, Join, 0, .. new byte[20]] });
            subflow.Await(TcpFlags.Rst);
        }) { Without = [new(Lack.SentReasons, "sent.half_open")], EstimatesReceived = 1 },
    ];

    private static (TcpSocket Host, TcpSocket Peer) Connected(Scene scene)
    {
        TcpSocket listener = scene.Host.Listen(8, TcpSocket.MultipathTcp);
        TcpSocket peer = scene.Peer.Socket(TcpSocket.MultipathTcp);
        peer.Connect(listener.Local);
        TcpSocket host = scene.Host.Accept(listener);
        peer.Send();
        host.Receive();
        host.Send();
        peer.Receive();
        return (host, peer);
    }

    /// <summary>Opens a connection: section 3.1.</summary>
    /// <returns>The host's key.</returns>
    private static byte[] Connect(Puppet puppet)
    {
        Segment syn = puppet.Draft(TcpFlags.Syn) with { Options = [Option, 4, Version, Sha256] };
        puppet.Inject(syn);
        puppet.Next = syn.Next;
        byte[] hostKey = puppet.Await(TcpFlags.Syn | TcpFlags.Ack).Option(Option)[2..10].ToArray();
        puppet.Inject(puppet.Draft(TcpFlags.Ack) with { Options = [Option, 20, Version, Sha256, .. Key, .. hostKey] });
        return hostKey;
    }

    /// <summary>By which further subflows join a connection: mptcpi_token of struct mptcp_info, linux/mptcp.h.</summary>
    private static byte[] TokenOf(TcpSocket host)
    {
        const int Level = 284;
        const int Info = 1;
        byte[] token = host.Get(Level, Info, 16)[12..];
        BinaryPrimitives.WriteUInt32BigEndian(token, BitConverter.ToUInt32(token));
        return token;
    }

    /// <summary>Asks to join a connection: section 3.2.</summary>
    private static Puppet JoinBy(Puppet puppet, byte[] token)
    {
        Segment syn = puppet.Draft(TcpFlags.Syn) with { Options = [Option, 12, Join, 1, .. token, .. Nonce] };
        puppet.Inject(syn);
        puppet.Next = syn.Next;
        return puppet;
    }
}
