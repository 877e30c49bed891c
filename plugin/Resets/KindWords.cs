using System.Numerics;
using System.Text;

namespace TcpResets.Resets;

/// <summary>
/// The words by which an operator names kinds in the configuration: a kind's own, with its direction before it where that alone would not
/// do, as in <c>received.time_wait</c>; and a direction's, for all of its kinds.
/// </summary>
internal static class KindWords
{
    private static readonly IReadOnlyList<Kind>[] Groups = [Kind.OfReceived, Kind.OfIgnored, Kind.OfSent];

    /// <summary>Every kind, in the order of their numbers.</summary>
    public static IReadOnlyList<Kind> All { get; } = [.. Kind.OfReceived, .. Kind.OfIgnored, .. Kind.OfSent];

    /// <summary>The fewest words for some kinds, with blanks between.</summary>
    public static string Of(IEnumerable<Kind> kinds)
    {
        uint named = 0;
        foreach (Kind kind in kinds)
        {
            named |= Bit(kind);
        }

        StringBuilder words = new();
        foreach (IReadOnlyList<Kind> group in Groups)
        {
            string direction = DirectionOf(group[0]);
            if ((named & BitsOf(direction)) == BitsOf(direction))
            {
                words.Append(' ').Append(direction);
                continue;
            }

            foreach (Kind kind in group)
            {
                string word = kind.ToString();
                if ((named & Bit(kind)) != 0)
                {
                    words.Append(' ').Append(BitsOf(word) == Bit(kind) ? word : InFull(kind));
                }
            }
        }

        return words.ToString().TrimStart();
    }

    /// <summary>Adds what a word names, in capitals or not, to a set of kinds: a bit for the number of each.</summary>
    /// <returns>What is wrong with the word, or null.</returns>
    public static string? Read(string word, ref uint kinds)
    {
        string low = word.ToLowerInvariant();
        uint named = BitsOf(low);
        bool isOfMany = BitOperations.PopCount(named) > 1 && !IsDirection(low);
        if (!isOfMany)
        {
            kinds |= named;
            return named != 0 ? null : $"{ExcludeRuleText.Quote(word)} is no kind of reset";
        }

        List<string> choice = [];
        foreach (Kind kind in All)
        {
            if ((named & Bit(kind)) != 0)
            {
                choice.Add(InFull(kind));
            }
        }

        return $"'{word}' is a kind of more than one direction: write {string.Join(" or ", choice)}";
    }

    private static uint BitsOf(string word)
    {
        uint bits = 0;
        foreach (Kind kind in All)
        {
            bits |= word == kind.ToString() || word == InFull(kind) || word == DirectionOf(kind) ? Bit(kind) : 0;
        }

        return bits;
    }

    private static bool IsDirection(string word)
    {
        foreach (IReadOnlyList<Kind> group in Groups)
        {
            if (word == DirectionOf(group[0]))
            {
                return true;
            }
        }

        return false;
    }

    private static uint Bit(Kind kind) => 1u << kind.Number;

    private static string InFull(Kind kind) => $"{DirectionOf(kind)}.{kind}";

    private static string DirectionOf(Kind kind) => Words<Direction>.Of(kind.Direction);
}
