namespace TcpResets.Settings;

/// <summary>The words for the members of an enumeration, on the command line and in the configuration alike.</summary>
/// <typeparam name="T">What there is to choose from.</typeparam>
internal static class Choices<T>
    where T : struct, Enum
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. Enum.GetValues<T>().Select(Word)];

    /// <summary>The word for a choice.</summary>
    public static string Word(T choice) => choice.ToString().ToLowerInvariant();

    /// <summary>Understands a word, in capitals or not. It takes neither numbers nor lists, as <see cref="Enum.TryParse{T}(string, out T)"/> would.</summary>
    public static bool TryParse(string word, out T choice)
    {
        foreach (T each in Enum.GetValues<T>())
        {
            if (Word(each).Equals(word, StringComparison.OrdinalIgnoreCase))
            {
                choice = each;
                return true;
            }
        }

        choice = default;
        return false;
    }
}
