namespace TcpResets.Benchmarks;

/// <summary>Nanoseconds that a run has taken of each contender's program at one hook, in one kind of storm, in each place.</summary>
/// <param name="contenders">How many, and how many places.</param>
internal sealed class RunTimes(int contenders)
{
    private readonly List<double>[,] taken = new List<double>[contenders, contenders];

    /// <summary>Adds what was measured once.</summary>
    public void Add(int contender, int place, double nanoseconds) => (taken[contender, place] ??= []).Add(nanoseconds);

    /// <summary>The median in one place.</summary>
    public double In(int place, int contender) => Statistics.Median(taken[contender, place]);

    /// <summary>The mean over all places.</summary>
    public double Of(int contender) => Enumerable.Range(0, contenders).Average(place => In(place, contender));

    /// <summary>How many times as much one contender takes as another one.</summary>
    public double Ratio(int contender, int than) => Of(contender) / Of(than);
}
