using TcpResets.Resets;

namespace TcpResets.Kernel.Tables;

/// <summary>What a reset has ended that <c>tcp_reset()</c> took in, by the socket's state (RFC 9293, section 3.10.7.4, second).</summary>
internal static class ReceivedStates
{
    /// <summary>A number of <see cref="Kinds"/>.</summary>
    public static byte Kind(SocketState state) => state switch
    {
        SocketState.SynSent => Kinds.Of(Received.Refused),
        SocketState.SynReceived or SocketState.NewSynReceived => Kinds.Of(Received.Handshake),
        SocketState.Established or SocketState.CloseWait => Kinds.Of(Received.Established),
        SocketState.FinWait1 or SocketState.FinWait2 or SocketState.Closing or SocketState.LastAck => Kinds.Of(Received.Closing),
        SocketState.Close => Kinds.Of(Ignored.Stray), // it has ended already: tcp_reset() does nothing then
        _ => Kinds.Nothing,
    };
}
