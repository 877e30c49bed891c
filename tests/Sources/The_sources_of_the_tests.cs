using System.Reflection;
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;
using Xunit.v3;

namespace TcpResets.Tests.Sources;

public sealed class The_sources_of_the_tests
{
    private static readonly string Folder = Path.Join(Repository.Root, "tests");

    // Benchmarks and Storm are programs of their own: what the one starts is what it measures, and the other starts nothing.
    private static readonly Dictionary<string, string> Files = Directory.EnumerateFiles(Folder, "*.cs", SearchOption.AllDirectories)
        .Select(path => Path.GetRelativePath(Folder, path))
        .Where(name => !name.Split('/').Intersect(["bin", "obj", "Benchmarks", "Storm"]).Any())
        .ToDictionary(name => name, name => File.ReadAllText(Path.Join(Folder, name)));

    private static readonly Type[] TestClasses = [.. typeof(The_sources_of_the_tests).Assembly.GetTypes()
        .Where(type => type.GetMethods().Any(method => method.GetCustomAttributes().OfType<IFactAttribute>().Any()))];

    [Fact]
    public void name_each_test_class_as_the_subject_of_a_sentence() =>
        TestClasses.Select(type => type.Name).Should().NotBeEmpty()
            .And.AllSatisfy(name => name.Should().MatchRegex("^[A-Z][A-Za-z]*(_[A-Za-z0-9]+)+$"));

    [Fact]
    public void have_each_test_class_in_a_file_of_its_name() =>
        TestClasses.Select(type => $"{type.FullName!["TcpResets.Tests.".Length..].Replace('.', '/')}.cs")
            .Except(Files.Keys).Should().BeEmpty();

    [Fact]
    public void start_processes_and_enter_network_namespaces_in_one_place() =>
        Files.Where(file => Regex.IsMatch(
                file.Value, @"(?<!\w)Process\.Start\(|\bProcessStartInfo\b|\b(extern|partial) int (unshare|setns)\b"))
            .Select(file => file.Key)
            .Should().BeEquivalentTo(
                "Support/NewProcess.cs", "Support/Command.cs", "Support/RunningProgram.cs", "Support/NetworkNamespace.cs");

    /// <summary>The build holds this for what it compiles: C#, and the C of plugin/.</summary>
    [Fact]
    public void have_C_in_the_style_of_the_house_in_lines_of_at_most_100_columns()
    {
        string[] files = [.. Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(file => file[^2..] is ".c" or ".h")];
        files.Should().NotBeEmpty();
        Command.Output(Path.Join(Repository.Root, ".ci", "line-length"), ["100", .. files]).Should().BeEmpty();
        Command.Run("clang-format", ["--dry-run", "-Werror", .. files]).Said.Should().BeEmpty("make format mends it");
    }

    [Fact]
    public void mark_each_test_that_rewrites_a_golden_file_for_make_golden() =>
        Files.Values.SelectMany(text => Regex.Split(text, @"\n\n(?=    \S)"))
            .Where(member => member.Contains($"{nameof(Golden)}.{nameof(Golden.ShouldBe)}("))
            .Should().NotBeEmpty().And.AllSatisfy(member => member.Should().Contain("[Trait(\"rewrites\", \"golden\")]"));
}
