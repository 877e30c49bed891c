using TcpResets.Resets;

namespace TcpResets.Kernel.Tables;

/// <summary>A row of <see cref="SentReasons"/>. What is null, fits all.</summary>
/// <param name="Reason">The reason's name without SK_RST_REASON_, or "" where the kernel gives none.</param>
/// <param name="State">The socket's state.</param>
/// <param name="Provocation">What the reset answers.</param>
/// <param name="Kind">What it is counted as, or one of <see cref="Undecided"/>.</param>
internal sealed record SentReason(string Reason, SocketState? State, Provocation? Provocation, Kind Kind);
