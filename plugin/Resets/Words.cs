namespace TcpResets.Resets;

/// <summary>An enumeration's words on the command line, in the configuration, in charts and in the log alike: <c>time_wait</c>.</summary>
internal static class Words<T>
    where T : struct, Enum
{
    public static IReadOnlyList<string> All { get; } = [.. Enum.GetValues<T>().Select(Of)];

    public static string Of(T member) =>
        string.Concat(member.ToString().Select((c, i) => (i > 0 && char.IsUpper(c) ? "_" : "") + char.ToLowerInvariant(c)));

    /// <summary>Takes a word, in capitals or not; no number, no list, as <see cref="Enum.TryParse{T}(string, out T)"/> would.</summary>
    public static bool TryParse(string word, out T member)
    {
        int index = All.ToList().FindIndex(each => each.Equals(word, StringComparison.OrdinalIgnoreCase));
        member = index < 0 ? default : Enum.GetValues<T>()[index];
        return index >= 0;
    }
}
