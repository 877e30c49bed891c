namespace TcpResets.Kernel.Tables;

/// <summary>A row of <see cref="DropReasons"/>.</summary>
/// <param name="Reason">The reason's name without SKB_DROP_REASON_.</param>
/// <param name="State">The state of the socket at which the reset was dropped; null fits all.</param>
/// <param name="Kind">What it is counted as, a number of <see cref="Kinds"/>.</param>
internal sealed record DropReason(string Reason, SocketState? State, byte Kind);
