namespace TcpResets.Linux;

/// <summary>A TCP socket as sock_diag(7) shows it.</summary>
/// <param name="isListening">Whether it listens; else it is a connection in use.</param>
/// <param name="localPort">Its port.</param>
/// <param name="peer">The peer's 4 or 16 bytes.</param>
/// <param name="queue">If it listens: connections that wait to be accepted.</param>
/// <param name="backlog">And how many may.</param>
internal sealed class InetSocket(bool isListening, ushort localPort, byte[] peer, uint queue, uint backlog)
{
    public bool IsListening => isListening;

    public ushort LocalPort => localPort;

    public byte[] Peer => peer;

    public uint Queue => queue;

    public uint Backlog => backlog;
}
