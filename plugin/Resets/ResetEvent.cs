using System.Runtime.InteropServices;

namespace TcpResets.Resets;

/// <summary>One reset, as the kernel hands it on: <c>struct event</c> of tcp_resets.h, which says more of each.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct ResetEvent
{
    private const byte CloseWait = 8; // TCP_CLOSE_WAIT of include/net/tcp_states.h

    /// <summary>Nanoseconds since boot, suspend included.</summary>
    public ulong Time;

    /// <summary>The id of the cgroup of its socket, or of the listener's; 0 without one.</summary>
    public ulong Cgroup;

    /// <summary>Bytes of data that the connection had received, each once; of use if <see cref="TellsConnection"/>.</summary>
    public ulong BytesReceived;

    /// <summary>Bytes of data that it had sent, each once.</summary>
    public ulong BytesSent;

    public Address Peer;
    public Address Local;
    public ushort PeerPort;
    public ushort LocalPort;

    /// <summary>The inode number of the network namespace; 0 where nobody knows.</summary>
    public uint NetworkNamespace;

    /// <summary>
    /// Ticks of the kernel since data went either way, or since the connection was established if none has; of use if
    /// <see cref="TellsConnection"/>.
    /// </summary>
    public uint IdleTicks;

    /// <summary>The kernel's number of the reason: of sk_rst_reason if it was sent, else of skb_drop_reason; 0 without one.</summary>
    public ushort Reason;

    /// <summary>The number of its <see cref="Kind"/>.</summary>
    public byte KindNumber;

    /// <summary>The number of what it proves mistaken (<see cref="Kind.Mistaken"/>), or 255; seen by the source alone.</summary>
    public byte Mistaken;

    /// <summary>The state of the socket, of include/net/tcp_states.h and as the source adds to it.</summary>
    public byte State;

    public Role Role;

    private readonly byte isIPv6;
    private readonly byte tellsConnection;
    private readonly byte isExcluded;
    private readonly byte isUnacknowledged;

    /// <summary>The number of the CPU that has counted it.</summary>
    public ushort Cpu;

    public ResetEvent(Family family, bool tellsConnection = false, bool isExcluded = false, bool isUnacknowledged = false)
    {
        Mistaken = byte.MaxValue;
        isIPv6 = family == Family.IPv6 ? (byte)1 : (byte)0;
        this.tellsConnection = tellsConnection ? (byte)1 : (byte)0;
        this.isExcluded = isExcluded ? (byte)1 : (byte)0;
        this.isUnacknowledged = isUnacknowledged ? (byte)1 : (byte)0;
    }

    public readonly Family Family => isIPv6 != 0 ? Family.IPv6 : Family.IPv4;

    public readonly Kind Kind => new(KindNumber);

    /// <summary>What it is counted as: <see cref="Kind.Excluded"/> if a rule says so.</summary>
    public readonly Kind CountedAs => IsExcluded ? Kind.Excluded : Kind;

    /// <summary>Whether a connection was in use, or is being closed, so that its bytes and its idle time are known.</summary>
    public readonly bool TellsConnection => tellsConnection != 0;

    /// <summary>Whether a rule of the operator's calls it intentional.</summary>
    public readonly bool IsExcluded => isExcluded != 0;

    /// <summary>
    /// Whether data of this host, or its FIN, had not been acknowledged, so that a reset may be the answer to it; of use if
    /// <see cref="TellsConnection"/>.
    /// </summary>
    public readonly bool IsUnacknowledged => isUnacknowledged != 0;

    /// <summary>Whether the connection was in CLOSE-WAIT: the peer's FIN had come, and this host had not closed yet.</summary>
    public readonly bool IsInCloseWait => TellsConnection && State == CloseWait;

    /// <summary>How far the connection had come; null if that is not known.</summary>
    public readonly Stage? Stage => !TellsConnection ? null
        : BytesReceived > 0 && BytesSent > 0 ? Resets.Stage.Exchange
        : BytesReceived > 0 || BytesSent > 0 ? Resets.Stage.Request
        : Resets.Stage.NoData;

    /// <summary>The port of the serving side; 0 where it is not known which side that is.</summary>
    public readonly ushort ServicePort => Role switch
    {
        Role.Server => LocalPort,
        Role.Client => PeerPort,
        _ => 0,
    };
}
