using System.Text;

namespace TcpResets.Resets;

/// <summary>An enumeration's words on the command line, in the configuration, in charts and in the log alike: <c>time_wait</c>.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    public static IReadOnlyList<string> All { get; } = Array.ConvertAll(Enum.GetValues<T>(), Of);

    public static string Of(T member)
    {
        StringBuilder word = new();
        foreach (char c in member.ToString())
        {
            word.Append(char.IsUpper(c) && word.Length > 0 ? "_" : "").Append(char.ToLowerInvariant(c));
        }

        return word.ToString();
    }

    /// <summary>Takes a word, in capitals or not; no number, no list, as <see cref="Enum.TryParse{T}(string, out T)"/> would.</summary>
    public static bool TryParse(string word, out T member)
    {
        foreach (T each in Enum.GetValues<T>())
        {
            if (Of(each).Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                member = each;
                return true;
            }
        }

        member = default;
        return false;
    }
}
