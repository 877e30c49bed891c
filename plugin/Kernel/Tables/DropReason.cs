using TcpResets.Resets;

namespace TcpResets.Kernel.Tables;

/// <summary>A row of <see cref="DropReasons"/>.</summary>
/// <param name="Reason">The reason's name without SKB_DROP_REASON_.</param>
/// <param name="State">The state of the socket at which the reset was dropped; null fits all.</param>
/// <param name="Kind">What it is counted as, or one of <see cref="Undecided"/>.</param>
internal sealed record DropReason(string Reason, SocketState? State, Kind Kind);
