using System.Text.RegularExpressions;

namespace TcpResets.Tests.Documents;

/// <summary>A Markdown file of this repository.</summary>
/// <param name="Path">From the repository's root.</param>
internal sealed record Document(string Path)
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. new[] { ".", ".github", "guides", "health.d", "plugin", "tests" }
            .SelectMany(directory => Directory.EnumerateFiles(
                System.IO.Path.Join(Repository.Root, directory),
                "*.md",
                directory == "." ? SearchOption.TopDirectoryOnly : SearchOption.AllDirectories))
            .Select(file => System.IO.Path.GetRelativePath(Repository.Root, file))
            .Where(file => !file.Split('/').Intersect(["bin", "obj", "Artefacts"]).Any()),
    ];

    public string FullPath => System.IO.Path.Join(Repository.Root, Path);

    public string Text { get; } = File.ReadAllText(System.IO.Path.Join(Repository.Root, Path));

    /// <summary>The text on one line, so that a sentence is found wherever its lines are broken.</summary>
    public string OneLine => Regex.Replace(Text, @"\s+", " ");

    /// <summary>The rows of the table whose first heading this is, each with its cells.</summary>
    public IReadOnlyList<string[]> Table(string heading)
    {
        string[] lines = Text.Split('\n');
        int start = Array.FindIndex(lines, line => line.StartsWith($"| {heading} |", StringComparison.Ordinal));
        return start < 0
            ? throw new InvalidOperationException($"{Path} has no table '{heading}'")
            : [.. lines.Skip(start + 2).TakeWhile(line => line.StartsWith('|'))
                .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries))];
    }

    /// <summary>What stands in backquotes, in order.</summary>
    public static IEnumerable<string> Quoted(string text) => Regex.Matches(text, "`([^`\n]+)`").Select(match => match.Groups[1].Value);

    /// <summary>The names that headings have in links, as GitHub makes them.</summary>
    public IEnumerable<string> Anchors => Regex.Matches(Text, "^#+ (.+)$", RegexOptions.Multiline)
        .Select(heading => Regex.Replace(heading.Groups[1].Value.ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'));
}
