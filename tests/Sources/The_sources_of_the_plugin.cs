using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Sources;

public sealed partial class The_sources_of_the_plugin
{
    private static readonly SourceFile[] Files = [.. SourceFile.All];

    [Fact]
    public void import_downward_only() =>
        Files.SelectMany(file => file.Uses.Where(used => !Layers.MayUse(file.Layer, used)).Select(used => $"{file.Name} uses {used}"))
            .Should().BeEmpty("tests/Sources/Layers.cs says what stands on what");

    [Fact]
    public void have_each_a_place_in_the_order() =>
        Files.Select(file => file.Layer).Distinct()
            .Should().BeEquivalentTo(Layers.Names.Prepend("Program"), "tests/Sources/Layers.cs has a line for each folder");

    [Fact]
    public void are_in_the_namespace_of_their_folder() =>
        Files.Where(file => file.Layer != "Program" && file.Namespace != string.Join('.', file.Name.Split('/')[..^1].Prepend("TcpResets")))
            .Select(file => file.Name).Should().BeEmpty();

    [Fact]
    public void have_one_type_a_file_named_as_it() =>
        Files.Where(file => file.Layer != "Program" && !Types(file).SequenceEqual([Path.GetFileNameWithoutExtension(file.Name)]))
            .Select(file => $"{file.Name}: {string.Join(", ", Types(file))}").Should().BeEmpty();

    [Fact]
    public void do_one_job_a_file() =>
        Files.Where(file => File.ReadAllLines(Path.Join(Repository.Root, "plugin", file.Name)).Length > 300)
            .Select(file => file.Name).Should().BeEmpty("past 300 lines there is a second job");

    [Fact]
    public void say_unsafe_only_where_native_code_is() =>
        Files.Where(file => file.Layer is not ("Linux" or "Kernel")
                && Regex.IsMatch(
                    File.ReadAllText(Path.Join(Repository.Root, "plugin", file.Name)), @"^[^/]*\bunsafe\b", RegexOptions.Multiline))
            .Select(file => file.Name).Should().BeEmpty();

    /// <summary>In comments, messages and scripts: by path, or one of ours by its name alone.</summary>
    [Fact]
    public void name_files_that_there_are()
    {
        string[] sources = [.. TextsOf("plugin", "health.d", ".ci"), Path.Join(Repository.Root, "Makefile")];
        HashSet<string?> names = [.. TextsOf("plugin", "tests", "guides").Select(Path.GetFileName)];
        (string Source, string Named)[] named = [.. sources.SelectMany(source => NamedFile().Matches(File.ReadAllText(source))
            .Select(match => (Path.GetRelativePath(Repository.Root, source), match.Value)))];
        named.Should().NotBeEmpty();
        named.Where(file => !Path.Exists(Path.Join(Repository.Root, file.Named)) && !names.Contains(file.Named)).Should().BeEmpty();
    }

    private static IEnumerable<string> TextsOf(params string[] folders) => folders
        .SelectMany(folder => Directory.EnumerateFiles(Path.Join(Repository.Root, folder), "*", SearchOption.AllDirectories))
        .Where(path => !path.Split('/').Intersect(["bin", "obj", "Artefacts"]).Any());

    private static IEnumerable<string> Types(SourceFile file) =>
        TypeLine().Matches(File.ReadAllText(Path.Join(Repository.Root, "plugin", file.Name)))
            .Select(match => match.Groups[1].Value).Distinct();

    [GeneratedRegex(
        @"(?<![\w./-])(?:(?:plugin|tests|guides|health\.d|\.ci|\.github)/[\w./-]*\w|\w+(?:\.bpf\.[ch]|\.cs)\b)")]
    private static partial Regex NamedFile();

    // A type of the namespace begins at the start of a line, one inside another does not.
    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|readonly|unsafe|partial|ref) )*"
        + @"(?:class|struct|enum|interface|record(?: struct)?|delegate \w+) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
