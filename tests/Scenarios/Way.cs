using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Network;

namespace TcpResets.Tests.Scenarios;

/// <summary>One way to make resets, or what looks like one, and what must be counted of it at the host that is watched.</summary>
/// <param name="Name">What happens, as the end of a sentence. "We" is the host that is watched.</param>
/// <param name="Counts">The dimensions, one entry for each reset that one act makes: <c>received.established</c>.</param>
/// <param name="Act">What to do once.</param>
internal sealed record Way(string Name, string[] Counts, Action<Scene> Act)
{
    /// <summary>What is counted where a kernel lacks something, if not the same: the first that it lacks decides.</summary>
    public Instead[] Without { get; init; } = [];

    /// <summary>Without this, there is no such way.</summary>
    public Lack? Needs { get; init; }

    /// <summary>How many times it is done.</summary>
    public int Times { get; init; } = 5;

    /// <summary>What the estimate of source <c>snmp</c> says was received for each act, where that is not what was.</summary>
    public int? EstimatesReceived { get; init; }

    /// <summary>What source <c>snmp</c> says was sent, where that is not what was.</summary>
    public int? EstimatesSent { get; init; }

    /// <summary>How many resets the wire sees arrive, where TCP does not take them all in.</summary>
    public int? WireSeesArrive { get; init; }

    /// <summary>How many resets the wire sees leave, where that is not what TCP sends.</summary>
    public int? WireSeesLeave { get; init; }

    /// <summary>Settings of the host, <c>key=value</c>, in place while it happens.</summary>
    public string[] Settings { get; init; } = [];

    /// <summary>nftables rules of the host.</summary>
    public string Firewall { get; init; } = "";

    /// <summary>nftables rules of the peer.</summary>
    public string PeerFirewall { get; init; } = "";

    /// <summary>The only family it makes sense in.</summary>
    public Family? Only { get; init; }

    public int Received => ReceivedOf(Counts);

    public int Ignored => Counts.Count(dimension => dimension.StartsWith("ignored.", StringComparison.Ordinal));

    public int Sent => Counts.Count(dimension => dimension.StartsWith("sent.", StringComparison.Ordinal));

    public static int ReceivedOf(string[] counts) => counts.Count(dimension => dimension.StartsWith("received.", StringComparison.Ordinal));
}
