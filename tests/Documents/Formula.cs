using System.Text.RegularExpressions;

namespace TcpResets.Tests.Documents;

/// <summary>Computes a formula as the documents write it: names, sums, differences, <c>max()</c> and <c>min()</c>.</summary>
internal sealed class Formula
{
    private readonly string[] words;
    private readonly IReadOnlyDictionary<string, long> values;
    private int position;

    private Formula(string text, IReadOnlyDictionary<string, long> values)
    {
        words = [.. Regex.Matches(text, @"\w+|\S").Select(match => match.Value).Where(word => word != "Δ")];
        this.values = values;
    }

    /// <summary>The value for these values of its names.</summary>
    public static long Compute(string text, IReadOnlyDictionary<string, long> values)
    {
        Formula formula = new(text.Replace("Δ", "", StringComparison.Ordinal).Replace('−', '-'), values);
        long value = formula.Sum();
        return formula.position == formula.words.Length
            ? value
            : throw new FormatException($"{text}: what is '{formula.words[formula.position]}'?");
    }

    private long Sum()
    {
        long sum = Term();
        while (position < words.Length && words[position] is "+" or "-")
        {
            sum += words[position++] == "+" ? Term() : -Term();
        }

        return sum;
    }

    private long Term()
    {
        string word = words[position++];
        if (word is not ("max" or "min"))
        {
            return long.TryParse(word, out long number) ? number : values[word];
        }

        position++; // (
        long first = Sum();
        position++; // ,
        long second = Sum();
        position++; // )
        return word == "max" ? Math.Max(first, second) : Math.Min(first, second);
    }
}
