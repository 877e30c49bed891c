using TcpResets.Resets;

namespace TcpResets.Kernel.Tables;

/// <summary>What a reset has ended that <c>tcp_reset()</c> took in, by the socket's state (RFC 9293, section 3.10.7.4, second).</summary>
internal static class ReceivedStates
{
    /// <summary>What it is counted as, or <see cref="Undecided.Nothing"/>.</summary>
    public static Kind KindAt(SocketState state) => state switch
    {
        SocketState.SynSent => Received.Refused,
        SocketState.SynReceived or SocketState.NewSynReceived => Received.Handshake,
        SocketState.Established or SocketState.CloseWait => Received.Established,
        SocketState.FinWait1 or SocketState.FinWait2 or SocketState.Closing or SocketState.LastAck => Received.Closing,
        SocketState.Close => Ignored.Stray, // it has ended already: tcp_reset() does nothing then
        _ => Undecided.Nothing,
    };
}
