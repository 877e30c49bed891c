using System.Text.RegularExpressions;

namespace TcpResets.Tests.Sources;

/// <summary>A source file of the plugin, as far as it says what it uses.</summary>
internal sealed partial class SourceFile
{
    private readonly string code;

    public SourceFile(string path)
    {
        Name = Path.GetRelativePath(Directory, path);
        string text = File.ReadAllText(path);
        Namespace = NamespaceLine().Match(text).Groups[1].Value;
        Usings = [.. UsingLine().Matches(text).Select(match => match.Groups[1].Value)];
        code = NoCode().Replace(text, "");
    }

    /// <summary>Every source file of the plugin.</summary>
    public static IEnumerable<SourceFile> All => System.IO.Directory.EnumerateFiles(Directory, "*.cs", SearchOption.AllDirectories)
        .Where(path => !path.StartsWith(Path.Join(Directory, "obj"), StringComparison.Ordinal)
            && !path.StartsWith(Path.Join(Directory, "bin"), StringComparison.Ordinal))
        .Select(path => new SourceFile(path));

    /// <summary>Its path below plugin/.</summary>
    public string Name { get; }

    /// <summary>The namespace it declares; empty if none.</summary>
    public string Namespace { get; }

    /// <summary>The namespaces of this program that it imports, without the program's own name.</summary>
    public IReadOnlyList<string> Usings { get; }

    /// <summary>Its folder, or its own name if it stands beside the folders.</summary>
    public string Layer => Name.Contains('/', StringComparison.Ordinal) ? Name.Split('/')[0] : Path.GetFileNameWithoutExtension(Name);

    /// <summary>What it uses: by import, by a qualified name, or, of what stands beside the folders and needs no import, by name.</summary>
    public IEnumerable<string> Uses => Usings.Concat(Layers.Names.Where(name =>
        Regex.IsMatch(code, File.Exists(Path.Join(Directory, name + ".cs")) ? $@"(?<![\w.]){name}[.( ]" : $@"(?<![\w.]){name}\.[A-Z]")));

    private static string Directory => Path.Join(Repository.Root, "plugin");

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();

    [GeneratedRegex(@"^using (?:static )?TcpResets\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex UsingLine();

    [GeneratedRegex("\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|//[^\n]*", RegexOptions.Singleline)]
    private static partial Regex NoCode();
}
