using TcpResets.Resets;

namespace TcpResets.Tests.Scenarios.Network;

/// <summary>Sees the resets that pass the host's devices, in both directions, with no help of TCP.</summary>
internal sealed class Witness(NetworkNamespace host) : IDisposable
{
    private readonly PacketSocket socket = new(host, device: null);
    private readonly List<Segment>[] arrived = [[], []];
    private readonly List<Segment>[] left = [[], []];

    /// <summary>Those that have come, since it was told to forget.</summary>
    public IReadOnlyList<Segment> Arrived(Family family) => arrived[(int)family];

    /// <summary>Those that have gone.</summary>
    public IReadOnlyList<Segment> Left(Family family) => left[(int)family];

    public void Forget()
    {
        foreach (List<Segment> seen in arrived.Concat(left))
        {
            seen.Clear();
        }
    }

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
                (isOutgoing ? left : arrived)[(int)family].Add(segment);
            }
        }

        return any;
    }

    public void Dispose() => socket.Dispose();
}
