namespace TcpResets.Resets;

/// <summary>How much there is of something.</summary>
internal sealed class Tally
{
    private double sum;

    /// <summary>How much there is of what has a key; 0 if nothing has.</summary>
    public static double Of(Dictionary<string, Tally> tallies, string key) => tallies.TryGetValue(key, out Tally? tally) ? tally.sum : 0;

    /// <summary>Adds to it.</summary>
    /// <returns>How much there is now.</returns>
    public static double Raise(Dictionary<string, Tally> tallies, string key, double by)
    {
        if (!tallies.TryGetValue(key, out Tally? tally))
        {
            tallies[key] = tally = new Tally();
        }

        return tally.sum += by;
    }
}
