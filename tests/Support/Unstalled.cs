namespace TcpResets.Tests.Support;

/// <summary>
/// For what the clock on the wall decides. A machine that stands still meanwhile, as one does whose host has other things to do, proves
/// nothing: what failed then is played again. What fails while it runs has failed.
/// </summary>
internal static class Unstalled
{
    private const int PlaysMost = 10;

    /// <summary>Plays it, from the beginning each time.</summary>
    /// <param name="longest">For how long a thread that runs every few milliseconds may stand still: else it is no evidence.</param>
    /// <param name="play">What to play.</param>
    public static void Play(TimeSpan longest, Action play) => Play(longest, () =>
    {
        play();
        return true;
    });

    /// <summary>Plays it, from the beginning each time.</summary>
    /// <param name="longest">For how long a thread that runs every few milliseconds may stand still: else it is no evidence.</param>
    /// <param name="play">What to play.</param>
    /// <returns>What was seen.</returns>
    public static T Play<T>(TimeSpan longest, Func<T> play)
    {
        for (int plays = 1; ; plays++)
        {
            using StallWatch watch = new();
            try
            {
                return play();
            }
            catch (Exception) when (plays < PlaysMost && watch.Longest > longest)
            {
                // Once more.
            }
        }
    }
}
