using System.Buffers.Binary;
using System.Net;

namespace TcpResets.Tests.Scenarios.Network;

/// <summary>A peer without a TCP of its own: it sends what it is told, and takes in what it is told to.</summary>
internal sealed class Puppet(Wire wire, IPEndPoint self, IPEndPoint host)
{
    private const uint FirstSequence = 1_000_000_000;
    private const byte Timestamps = 8;

    /// <summary>Its end of the connection.</summary>
    public IPEndPoint Self { get; } = self;

    /// <summary>The sequence number of what it sends next.</summary>
    public uint Next { get; set; } = FirstSequence;

    /// <summary>The sequence number of what the host sends next, as far as taken in.</summary>
    public uint Expected { get; private set; }

    /// <summary>The window it offers, in bytes.</summary>
    public ushort Window { get; set; } = 65535;

    /// <summary>What its clock says, if it sends timestamps (RFC 7323, section 3).</summary>
    public uint? Clock { get; set; }

    /// <summary>What the host's clock said last.</summary>
    public uint Echo { get; set; }

    /// <summary>A segment that fits here and now, to be bent and sent by <see cref="Inject"/>.</summary>
    public Segment Draft(TcpFlags flags) => new(Self, host, flags, Next, (flags & TcpFlags.Ack) != 0 ? Expected : 0)
    {
        Window = Window,
        Options = Clock is { } clock ? TimestampsOf(clock, Echo) : [],
    };

    /// <summary>Sends a segment that fits, and goes on after it.</summary>
    public void Send(TcpFlags flags, int bytes = 0)
    {
        Segment segment = Draft(flags) with { Payload = new byte[bytes] };
        wire.Send(segment);
        Next = segment.Next;
    }

    /// <summary>Sends any segment, as if it had not been.</summary>
    public void Inject(Segment segment) => wire.Send(segment);

    /// <summary>Sends a reset.</summary>
    /// <param name="off">How far its sequence number is from the one that fits.</param>
    public void Reset(int off = 0)
    {
        Segment fits = Draft(TcpFlags.Rst | TcpFlags.Ack);
        wire.Send(fits with { Sequence = fits.Sequence + (uint)off });
    }

    /// <summary>Waits for a segment with these flags, and takes it and all before it in.</summary>
    public Segment Await(TcpFlags flags)
    {
        Segment segment = wire.Await(Self, s => s.Has(flags) && (s.Flags & TcpFlags.Rst) == (flags & TcpFlags.Rst), flags.ToString());
        Expected = segment.Next;
        if (BinaryPrimitives.TryReadUInt32BigEndian(segment.Option(Timestamps), out uint clock))
        {
            Echo = clock;
        }

        return segment;
    }

    /// <summary>Waits for data, and takes it in.</summary>
    public void AwaitData()
    {
        Segment segment = wire.Await(Self, s => s.Payload.Length > 0, "data");
        Expected = segment.Next;
    }

    /// <summary>Waits for an ACK of all it has sent.</summary>
    public void AwaitAcknowledgement() =>
        wire.Await(Self, s => s.Has(TcpFlags.Ack) && s.Acknowledgement == Next, $"ACK of {Next}");

    /// <summary>Sends the same data until a reset answers it.</summary>
    public void RetransmitUntilReset() => wire.Await(
        Self, s => s.Has(TcpFlags.Rst), "reset", () => Inject(Draft(TcpFlags.Ack) with { Payload = new byte[10] }));

    /// <summary>Sends its SYN, and waits for the SYN-ACK.</summary>
    public void BeginConnect()
    {
        Send(TcpFlags.Syn);
        Await(TcpFlags.Syn | TcpFlags.Ack);
    }

    /// <summary>Opens the connection.</summary>
    public void Connect()
    {
        BeginConnect();
        Send(TcpFlags.Ack);
    }

    /// <summary>Answers the host's SYN.</summary>
    public void Accept()
    {
        Await(TcpFlags.Syn);
        Send(TcpFlags.Syn | TcpFlags.Ack);
        Await(TcpFlags.Ack);
    }

    private static byte[] TimestampsOf(uint clock, uint echo)
    {
        byte[] option = [1, 1, Timestamps, 10, 0, 0, 0, 0, 0, 0, 0, 0];
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(4), clock);
        BinaryPrimitives.WriteUInt32BigEndian(option.AsSpan(8), echo);
        return option;
    }
}
