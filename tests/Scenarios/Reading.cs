using TcpResets.Resets;

namespace TcpResets.Tests.Scenarios;

/// <summary>Reads a source and names what it knows: <c>ipv4 received</c>, <c>ipv6 sent.aborted</c>.</summary>
internal sealed class Reading(ResetSource source) : IDisposable
{
    private static readonly (string Name, int Slot)[] Slots =
    [
        .. from family in Enum.GetValues<Family>()
           from slot in OfFamily(family)
           select ($"{(family == Family.IPv4 ? "ipv4" : "ipv6")} {slot.Name}", slot.Slot),
    ];

    private readonly ResetCounts counts = new();

    /// <summary>Brings it up to now. What the source cannot know is not in it.</summary>
    public Dictionary<string, ulong> Read()
    {
        source.Read(counts);
        Dictionary<string, ulong> known = [];
        foreach ((string name, int slot) in Slots)
        {
            if (counts.TryGet(slot, out ulong resets))
            {
                known.Add(name, resets);
            }
        }

        return known;
    }

    public void Dispose() => source.Dispose();

    private static IEnumerable<(string Name, int Slot)> OfFamily(Family family) =>
    [
        ("received", ResetCounts.Received(family)),
        ("sent", ResetCounts.Sent(family)),
        .. Enum.GetValues<Received>().Select(kind => ($"received.{SnakeCase(kind.ToString())}", ResetCounts.Of(family, kind))),
        .. Enum.GetValues<Ignored>().Select(kind => ($"ignored.{SnakeCase(kind.ToString())}", ResetCounts.Of(family, kind))),
        .. Enum.GetValues<SentCause>().Select(kind => ($"sent.{SnakeCase(kind.ToString())}", ResetCounts.Of(family, kind))),
    ];

    private static string SnakeCase(string name) =>
        string.Concat(name.Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));
}
