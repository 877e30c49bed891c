using System.Globalization;
using TcpResets.Resets;

namespace TcpResets.Charts;

/// <summary>Makes the id of a service's chart of its name, which others have chosen.</summary>
internal static class ServiceChartIds
{
    private const int LongestName = 60; // with all else, far below the agent's own limit (RRD_ID_LENGTH_MAX, 200 at the least)

    /// <summary>What all ids begin with.</summary>
    public static string Prefix(Chart chart) => $"{chart.Id}_";

    /// <summary>
    /// The id: the name, if an id can be like that, else what can be taken of it with a number that only this name has (nearly).
    /// </summary>
    /// <param name="chart">What it is an instance of.</param>
    /// <param name="service">Whose it is.</param>
    /// <param name="isTaken">Whether another chart has an id.</param>
    public static string Of(Chart chart, Service service, Func<string, bool> isTaken)
    {
        string name = service.Name;
        char[] letters = new char[Math.Min(name.Length, LongestName)];
        for (int i = 0; i < letters.Length; i++)
        {
            letters[i] = char.IsAsciiLetterOrDigit(name[i]) || name[i] is '-' or '_' or '.' ? name[i] : '_';
        }

        string taken = new(letters);
        string id = Prefix(chart) + taken;
        if (taken == name && taken.Length > 0 && !isTaken(id))
        {
            return id;
        }

        for (uint hash = Hash(service); ; hash++)
        {
            string withNumber = string.Create(CultureInfo.InvariantCulture, $"{id}_{hash:x8}");
            if (!isTaken(withNumber))
            {
                return withNumber;
            }
        }
    }

    // FNV-1a, 32 bits: the same at every start.
    private static uint Hash(Service service)
    {
        uint hash = (2166136261 ^ (uint)service.Kind) * 16777619;
        foreach (char c in service.Name)
        {
            hash = (hash ^ c) * 16777619;
        }

        return hash;
    }
}
