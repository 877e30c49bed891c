using System.Net;

namespace TcpResets.Resets;

/// <summary>The rule for a crowd that is meant to be: as narrow as its peers allow.</summary>
internal static class ExcludeProposal
{
    private const int MostPeers = 8;
    private const double Nearly = 0.9; // the rest may be strangers, whom no rule shall hide
    private const int IPv4Network = 24, IPv6Network = 64; // what one site, or one subnet (RFC 4291, section 2.5.4), mostly has

    /// <summary>Makes it: of its peers if they are few, else of their network if it is one, else of all peers.</summary>
    public static ExcludeRule Of(Crowd crowd, string name)
    {
        Dictionary<string, Tally> counts = [];
        List<AddressRange> ranges = [];
        double all = 0, covered = 0;
        foreach (Flow row in crowd.Rows)
        {
            if (!row.IsOthers)
            {
                Tally.Raise(counts, row.Key.Peer.ToString(), row.Count);
                all += row.Count;
            }
        }

        List<string> peers = [.. counts.Keys];
        peers.Sort((one, other) => Tally.Of(counts, other).CompareTo(Tally.Of(counts, one)));

        for (int i = 0; i < Math.Min(peers.Count, MostPeers) && covered < Nearly * all; i++)
        {
            covered += Tally.Of(counts, peers[i]);
            Add(ranges, peers[i]);
        }

        if (covered < Nearly * all)
        {
            ranges.Clear();
            if (Network(peers) is { } network)
            {
                Add(ranges, network);
            }
        }

        return new ExcludeRule(name, [crowd.Kind], crowd.Port, ranges.Count > 0 ? ranges : [AddressRange.All]);
    }

    /// <summary>The sentence that proposes it.</summary>
    public static string Text(Crowd crowd, string name)
    {
        ExcludeRule rule = Of(crowd, name);
        bool isOfAll = rule.Peers[0] == AddressRange.All;
        return isOfAll && rule.ServicePort == 0
            ? "If they are meant to be, name their ports or networks in [exclude] of tcp-resets.conf."
            : $"If they are meant to be, tell so in [exclude] of tcp-resets.conf: `{rule.Line}`"
                + (isOfAll ? ", and its peers if you know them: this takes those of anybody." : "");
    }

    private static string? Network(List<string> peers)
    {
        string? network = null;
        foreach (string peer in peers)
        {
            string each = NetworkOf(peer);
            if (network is not null && network != each)
            {
                return null;
            }

            network = each;
        }

        return network;
    }

    private static string NetworkOf(string peer)
    {
        IPAddress address = IPAddress.Parse(peer);
        byte[] bytes = address.GetAddressBytes();
        int length = bytes.Length == 4 ? IPv4Network : IPv6Network;
        bytes.AsSpan(length / 8).Clear();
        return $"{new IPAddress(bytes)}/{Crowd.Whole(length)}";
    }

    private static void Add(List<AddressRange> ranges, string text)
    {
        if (AddressRange.TryParse(text, out AddressRange range) && !ranges.Contains(range))
        {
            ranges.Add(range);
        }
    }
}
