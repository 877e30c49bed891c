namespace TcpResets.Settings;

/// <summary>What was found wrong, a message each: the first few, and how many more. Each one is a line of the log at every start.</summary>
internal sealed class ProblemList
{
    private const int Most = 5;
    private const int LongestQuote = 80;

    private readonly List<string> first = [];
    private int more;

    /// <summary>The messages.</summary>
    public IReadOnlyList<string> Messages => more == 0 ? first : [.. first, $"and {more} more mistakes in the configuration"];

    /// <summary>What somebody has written, as a message may repeat it.</summary>
    public static string Quote(string text) => $"'{Cut(text)}'";

    /// <summary>The same without quotes.</summary>
    public static string Cut(string text) => text.Length <= LongestQuote ? text : $"{text[..LongestQuote]}...";

    /// <summary>Adds a message.</summary>
    public void Add(string message)
    {
        if (first.Count < Most)
        {
            first.Add(message);
        }
        else
        {
            more++;
        }
    }
}
