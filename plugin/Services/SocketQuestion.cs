using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>Whose process is asked for.</summary>
/// <param name="NetworkNamespace">The inode number of the network namespace that its socket is in.</param>
/// <param name="Port">The port that it listens on; or, with a peer, the peer's that it is connected to.</param>
/// <param name="Peer">The address that it is connected to; null: it listens.</param>
internal readonly record struct SocketQuestion(uint NetworkNamespace, ushort Port, Address? Peer = null)
{
    /// <summary>Whether a socket is one of those that are asked for.</summary>
    public bool IsMet(in SocketTable socket) => Peer is { } peer
        ? !socket.IsListening && socket.PeerPort == Port && socket.Peer == peer
        : socket.IsListening && socket.LocalPort == Port;
}
