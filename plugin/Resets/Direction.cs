namespace TcpResets.Resets;

/// <summary>Whether a reset came and ended something, left, or came and ended nothing.</summary>
internal enum Direction
{
    Received,
    Sent,
    Ignored,
}
