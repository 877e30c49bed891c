using System.Net;
using TcpResets.Resets;

namespace TcpResets.Tests.Scenarios;

/// <summary>Keeps each event that a source hands on.</summary>
internal sealed class HeardEvents : IResetEventReader
{
    public List<ResetEvent> All { get; } = [];

    public void Read(in ResetEvent reset, ulong untold) => All.Add(reset);

    /// <summary>The dimension, as in <c>ipv4 sent.aborted</c>.</summary>
    public static string Dimension(ResetEvent reset) =>
        $"{reset.Family.ToString().ToLowerInvariant()} {reset.Kind.Direction.ToString().ToLowerInvariant()}.{reset.Kind}";

    /// <summary>Who and where, as the wire shows it: from, to.</summary>
    public static (IPEndPoint From, IPEndPoint To) Ends(ResetEvent reset)
    {
        IPEndPoint peer = End(reset.Peer, reset.PeerPort), local = End(reset.Local, reset.LocalPort);
        return reset.Kind.Direction == Direction.Sent ? (local, peer) : (peer, local);
    }

    private static IPEndPoint End(Address address, ushort port) => new(IPAddress.Parse(address.ToString()), port);
}
