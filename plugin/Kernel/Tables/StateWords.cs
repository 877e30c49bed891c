namespace TcpResets.Kernel.Tables;

/// <summary>The words of RFC 9293, section 3.3.2, for the states of sockets.</summary>
internal static class StateWords
{
    /// <summary>The word for the number of a <see cref="SocketState"/>; empty where there is no socket, or none is told.</summary>
    public static string Of(byte state) => (SocketState)state switch
    {
        SocketState.Established => "ESTABLISHED",
        SocketState.SynSent => "SYN-SENT",
        SocketState.SynReceived or SocketState.NewSynReceived => "SYN-RECEIVED",
        SocketState.FinWait1 => "FIN-WAIT-1",
        SocketState.FinWait2 or SocketState.MiniFinWait2 => "FIN-WAIT-2",
        SocketState.TimeWait => "TIME-WAIT",
        SocketState.Close or SocketState.BoundInactive => "CLOSED",
        SocketState.CloseWait => "CLOSE-WAIT",
        SocketState.LastAck => "LAST-ACK",
        SocketState.Listen => "LISTEN",
        SocketState.Closing => "CLOSING",
        _ => "",
    };
}
