using System.Runtime.InteropServices;
using TcpResets.Resets;

namespace TcpResets.Kernel.Tables;

/// <summary><c>struct exclusion</c> of tcp_resets.h: a rule of the operator's for one range of peers.</summary>
/// <param name="Kinds">A bit for the number of each <see cref="Kind"/>.</param>
/// <param name="Port">Of the serving side; 0 for any.</param>
/// <param name="Families">1 for IPv4, 2 for IPv6, 3 for both.</param>
/// <param name="Peer">One of the addresses.</param>
/// <param name="Mask">Which bits of the peer's address count.</param>
[StructLayout(LayoutKind.Sequential)]
internal readonly record struct Exclusion(uint Kinds, ushort Port, ushort Families, Address Peer, Address Mask);
