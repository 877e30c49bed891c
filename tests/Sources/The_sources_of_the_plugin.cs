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

    private static IEnumerable<string> Types(SourceFile file) =>
        TypeLine().Matches(File.ReadAllText(Path.Join(Repository.Root, "plugin", file.Name)))
            .Select(match => match.Groups[1].Value).Distinct();

    // A type of the namespace begins at the start of a line, one inside another does not.
    [GeneratedRegex(
        @"^(?:(?:public|internal|file|static|sealed|abstract|readonly|unsafe|partial|ref) )*"
        + @"(?:class|struct|enum|interface|record(?: struct)?|delegate \w+) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex TypeLine();
}
