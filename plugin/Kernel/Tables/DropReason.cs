using TcpResets.Resets;

namespace TcpResets.Kernel.Tables;

/// <summary>A row of <see cref="DropReasons"/>: a reason without prefix, a state or null for all, what it counts as.</summary>
internal sealed record DropReason(string Reason, SocketState? State, Kind Kind);
