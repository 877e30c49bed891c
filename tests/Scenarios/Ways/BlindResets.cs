using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios.Ways;

/// <summary>Resets of somebody who guesses, and such as no TCP would send (RFC 5961, section 3).</summary>
internal static class BlindResets
{
    private const int Md5Signature = 14;
    private const int MinimumTtl = 21;
    private const int MinimumHopCount = 73;

    public static Way[] All =>
    [
        new("a blind reset guesses the sequence number", ["received.established"], scene => scene.AcceptedPuppet().Puppet.Reset()),
        new("a blind reset is in the window but not exact", ["ignored.out_of_window"], scene =>
            scene.AcceptedPuppet().Puppet.Reset(100)) { Without = [new(Lack.DropReasons), new(Lack.DropSockets, "ignored.stray")] },
        new("a blind reset is above the window", ["ignored.out_of_window"], scene => scene.AcceptedPuppet().Puppet.Reset(10_000_000))
        {
            Without = [new(Lack.DropReasons)],
        },
        new("a blind reset is below the window", ["ignored.out_of_window"], scene => scene.AcceptedPuppet().Puppet.Reset(-10_000_000))
        {
            Without = [new(Lack.DropReasons)],
        },
        new("a blind reset without ACK guesses the sequence number", ["received.established"], scene =>
        {
            (_, Puppet peer) = scene.AcceptedPuppet();
            peer.Inject(peer.Draft(TcpFlags.Rst));
        }),
        new("a blind reset is out of the window in FIN-WAIT-2", ["ignored.out_of_window"], scene =>
            PeerAborts.FinWait2(scene, 0).Peer.Reset(10_000_000)) { Without = [new(Lack.DropReasons)] },
        new("a reset in SYN-SENT acknowledges what we never sent", ["ignored.out_of_window"], scene =>
        {
            (_, Puppet peer) = scene.Connecting();
            peer.Await(TcpFlags.Syn);
            peer.Inject(peer.Draft(TcpFlags.Rst | TcpFlags.Ack) with { Acknowledgement = peer.Expected + 1000 });
        }) { Without = [new(Lack.DropSockets)] },
        new("a reset in SYN-SENT acknowledges nothing", ["ignored.out_of_window"], scene =>
        {
            (_, Puppet peer) = scene.Connecting();
            peer.Await(TcpFlags.Syn);
            peer.Inject(peer.Draft(TcpFlags.Rst));
        }) { Without = [new(Lack.DropReasons), new(Lack.DropSockets, "ignored.stray")] },
        new("a reset in SYN-RECEIVED is in the window but not exact", ["ignored.out_of_window"], scene => SynReceived(scene).Reset(100))
        {
            Without = [new(Lack.ExactInHandshake, "received.handshake")],
        },
        new("a reset in SYN-RECEIVED is above the window", ["ignored.out_of_window"], scene => SynReceived(scene).Reset(10_000_000)),
        new("a reset in SYN-RECEIVED is below the window", ["ignored.out_of_window"], scene => SynReceived(scene).Reset(-10_000_000)),
        new("an exact reset follows one that was not, in SYN-RECEIVED", ["ignored.out_of_window", "received.handshake"], scene =>
        {
            Puppet peer = SynReceived(scene);
            peer.Reset(100);
            peer.Reset();
        }) { Without = [new(Lack.ExactInHandshake, "received.handshake")] },
        new("a flood of resets for no connection", [.. Enumerable.Repeat("ignored.stray", 100)], scene =>
            Stray(scene, scene.Host.ClosedPort.Port)) { Times = 2 },
        new("a flood of resets for a listener", [.. Enumerable.Repeat("ignored.stray", 100)], scene =>
            Stray(scene, scene.Host.Listener.Local.Port)) { Times = 2, Without = [new(Lack.DropReasons)] },
        new("a reset for no connection comes with IP options", ["ignored.stray"], scene =>
        {
            Puppet peer = scene.Puppet(scene.Host.ClosedPort);
            peer.Inject(peer.Draft(TcpFlags.Rst) with { HasIpOptions = true });
        }),
        new("a reset in SYN-RECEIVED comes with IP options", ["received.handshake"], scene =>
        {
            Puppet peer = SynReceived(scene);
            peer.Inject(peer.Draft(TcpFlags.Rst) with { HasIpOptions = true });
        }),
        new("a reset with ACK for a listener", ["ignored.stray"], scene =>
            scene.Puppet(scene.Host.Listener.Local).Reset()) { Without = [new(Lack.DropSockets)] },
        new("a reset with a bad checksum for our connection", ["ignored.invalid"], scene =>
        {
            (_, Puppet peer) = scene.AcceptedPuppet();
            peer.Inject(peer.Draft(TcpFlags.Rst) with { IsCorrupt = true });
        }),
        new("a reset with a bad checksum for no connection", ["ignored.invalid"], scene =>
        {
            Puppet peer = scene.Puppet(scene.Host.ClosedPort);
            peer.Inject(peer.Draft(TcpFlags.Rst) with { IsCorrupt = true });
        }),
        new("a reset whose header says that it is shorter than a header can be", ["ignored.invalid"], scene =>
        {
            (_, Puppet peer) = scene.AcceptedPuppet();
            peer.Inject(peer.Draft(TcpFlags.Rst) with { WordsTooMany = -1 });
        }),
        new("a reset whose header says that it is longer than the packet: TCP takes in none", [], scene =>
        {
            (_, Puppet peer) = scene.AcceptedPuppet();
            peer.Inject(peer.Draft(TcpFlags.Rst) with { WordsTooMany = 5 });
        }) { WireSeesArrive = 1 },
        new("a reset without the signature that our connection demands", ["ignored.invalid"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.Set(TcpSocket.Tcp, Md5Signature, Signature(scene, peer));
            peer.Reset();
        }),
        new("a reset that has come too far for IP_MINTTL", ["ignored.invalid"], scene =>
        {
            (TcpSocket host, Puppet peer) = scene.AcceptedPuppet();
            host.Set(scene.Host.IsIPv6 ? 41 : 0, scene.Host.IsIPv6 ? MinimumHopCount : MinimumTtl, 255);
            peer.Reset();
        }) { Without = [new(Lack.DropSockets)] },
    ];

    private static Puppet SynReceived(Scene scene)
    {
        Puppet peer = scene.Puppet(scene.Host.Listener.Local);
        peer.BeginConnect();
        return peer;
    }

    private static void Stray(Scene scene, int port)
    {
        for (int i = 0; i < 100; i++)
        {
            Puppet peer = scene.Puppet(new(scene.Host.Address, port));
            peer.Inject(peer.Draft(TcpFlags.Rst));
        }
    }

    /// <summary>struct tcp_md5sig: the peer's address, and a key.</summary>
    private static byte[] Signature(Scene scene, Puppet peer)
    {
        byte[] signature = new byte[216];
        byte[] address = peer.Self.Address.GetAddressBytes();
        signature[0] = (byte)(scene.Host.IsIPv6 ? 10 : 2);
        address.CopyTo(signature, scene.Host.IsIPv6 ? 8 : 4);
        signature[130] = 3; // tcpm_keylen
        "key"u8.CopyTo(signature.AsSpan(136));
        return signature;
    }
}
