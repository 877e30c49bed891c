using TcpResets.Resets;

namespace TcpResets.Tests.Scenarios.Network;

/// <summary>Counts the resets that pass the host's devices, in both directions, with no help of TCP.</summary>
internal sealed class Witness(NetworkNamespace host) : IDisposable
{
    private readonly PacketSocket socket = new(host, device: null);
    private readonly long[] arrived = new long[2];
    private readonly long[] left = new long[2];

    public long Arrived(Family family) => arrived[(int)family];

    public long Left(Family family) => left[(int)family];

    /// <summary>Takes in what has passed.</summary>
    /// <param name="milliseconds">How long to wait if nothing has.</param>
    /// <returns>True if anything has, reset or not.</returns>
    public bool Watch(int milliseconds)
    {
        ReadOnlySpan<byte> packet = socket.Receive(milliseconds, out bool isOutgoing);
        bool any = !packet.IsEmpty;
        for (; !packet.IsEmpty; packet = socket.Receive(0, out isOutgoing))
        {
            if (Segment.Read(packet) is { } segment && segment.Has(TcpFlags.Rst))
            {
                Family family = packet[0] >> 4 == 6 ? Family.IPv6 : Family.IPv4;
                (isOutgoing ? left : arrived)[(int)family]++;
            }
        }

        return any;
    }

    public void Dispose() => socket.Dispose();
}
