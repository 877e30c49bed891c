namespace TcpResets.Tests.Scenarios.Network;

/// <summary>Control bits (RFC 9293, section 3.1).</summary>
[Flags]
internal enum TcpFlags
{
    None = 0,
    Fin = 1,
    Syn = 2,
    Rst = 4,
    Psh = 8,
    Ack = 16,
}
