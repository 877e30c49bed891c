namespace TcpResets.Resets;

/// <summary>The words for the members of an enumeration, on the command line, in the configuration, in charts and in the log alike: <c>time_wait</c>.</summary>
/// <typeparam name="T">What there is to name.</typeparam>
internal static class Words<T>
    where T : struct, Enum
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<T>().Select(Of)];

    /// <summary>The word for one.</summary>
    public static string Of(T member) =>
        string.Concat(member.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $"_{char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    /// <summary>Understands a word, in capitals or not. It takes neither numbers nor lists, as <see cref="Enum.TryParse{T}(string, out T)"/> would.</summary>
    public static bool TryParse(string word, out T member)
    {
        int index = All.ToList().FindIndex(each => each.Equals(word, StringComparison.OrdinalIgnoreCase));
        member = index < 0 ? default : Enum.GetValues<T>()[index];
        return index >= 0;
    }
}
