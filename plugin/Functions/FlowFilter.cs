using System.Globalization;
using System.Net;
using TcpResets.Resets;

namespace TcpResets.Functions;

/// <summary>
/// Which rows a caller wants: one of each list that is not empty. By default those of resets that ended something, or were sent.
/// </summary>
internal sealed class FlowFilter
{
    /// <summary>The names of what can be chosen, as the agent lists them.</summary>
    public static readonly string[] Names = [Shown, "service", "peer", "kind", "port"];

    /// <summary>The name of the choice that the dashboard offers above the table.</summary>
    public const string Shown = "resets";

    /// <summary>The word for rows of resets that a rule calls intentional, whichever way they went.</summary>
    public const string Excluded = "excluded";

    private readonly List<string> shown = [];
    private readonly List<string> services = [];
    private readonly List<Address> peers = [];
    private readonly List<string> kinds = [];
    private readonly List<ushort> ports = [];

    /// <summary>What <see cref="Shown"/> can be.</summary>
    public static string[] Shows { get; } = [.. Words<Direction>.All, Excluded];

    private static string[] Kinds { get; } = Array.ConvertAll(FlowWords.Kinds, word => word.Value);

    /// <summary>Whether a word of <see cref="Shows"/> is shown where nobody has chosen.</summary>
    public static bool IsShownByDefault(string word) =>
        word == Shows[(int)Direction.Received] || word == Shows[(int)Direction.Sent];

    /// <summary>Takes a choice: null, or what is wrong with it, as a sentence.</summary>
    public string? Choose(string name, string value)
    {
        switch (name)
        {
            case Shown:
                return AddWord(shown, value, Shows);
            case "service":
                services.Add(value);
                return null;
            case "kind":
                return AddWord(kinds, value, Kinds);
            case "peer":
                bool isAddress = IPAddress.TryParse(value, out IPAddress? address);
                if (isAddress)
                {
                    peers.Add(Address.Of(address!));
                }

                return isAddress ? null : "A peer is an IP address.";
            case "port":
                bool isPort = ushort.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out ushort port);
                ports.Add(port);
                return isPort ? null : "A port is a number from 0 to 65535.";
            default:
                return $"There is no such parameter; there are {string.Join(", ", Names)}.";
        }
    }

    /// <summary>Whether a row is wanted.</summary>
    public bool Takes(Flow flow)
    {
        string word = flow.Key.IsExcluded ? Excluded : Shows[(int)flow.Key.Kind.Direction];
        return (shown.Count == 0 ? IsShownByDefault(word) : shown.Contains(word))
            && (services.Count == 0 || services.Contains(flow.Key.Service.Name))
            && (kinds.Count == 0 || kinds.Contains(Kinds[flow.Key.Kind.Number]))
            && (ports.Count == 0 || ports.Contains(flow.Key.ServicePort))
            && (peers.Count == 0 || (!flow.IsOthers && peers.Contains(flow.Key.Peer)));
    }

    private static string? AddWord(List<string> chosen, string value, string[] words)
    {
        chosen.Add(value);
        return Array.IndexOf(words, value) >= 0 ? null : $"There is no such value; there are {string.Join(", ", words)}.";
    }
}
