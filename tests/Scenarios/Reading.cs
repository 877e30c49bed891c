using TcpResets.Kernel;
using TcpResets.Resets;

namespace TcpResets.Tests.Scenarios;

/// <summary>Reads a source and names what it knows: <c>ipv4 received</c>, <c>ipv6 sent.aborted</c>.</summary>
internal sealed class Reading(ResetSource source) : IDisposable
{
    private static readonly (string Name, Family Family, Kind Kind)[] Counts =
    [
        .. from family in Enum.GetValues<Family>()
           from count in OfFamily
           select ($"{family.ToString().ToLowerInvariant()} {count.Name}", family, count.Kind),
    ];

    private readonly ResetCounts counts = new();

    /// <summary>Brings it up to now. What the source cannot know is not in it.</summary>
    public Dictionary<string, ulong> Read()
    {
        source.Read(counts);
        Dictionary<string, ulong> known = [];
        foreach ((string name, Family family, Kind kind) in Counts)
        {
            if (counts.TryGet(family, kind, out ulong resets))
            {
                known.Add(name, resets);
            }
        }

        return known;
    }

    /// <summary>The events since it was asked last.</summary>
    public HeardEvents Hear()
    {
        HeardEvents heard = new();
        source.HandOn(heard);
        return heard;
    }

    /// <summary>How many it has told of that were none, where nothing happens any more: none.</summary>
    public ulong Excess => (source as KernelSource)?.Excess ?? 0;

    public void Dispose() => source.Dispose();

    private static IEnumerable<(string Name, Kind Kind)> OfFamily =>
    [
        ("received", Kind.AllReceived),
        ("sent", Kind.AllSent),
        .. Kind.OfReceived.Select(kind => ($"received.{kind}", kind)),
        .. Kind.OfIgnored.Select(kind => ($"ignored.{kind}", kind)),
        .. Kind.OfSent.Select(kind => ($"sent.{kind}", kind)),
    ];
}
