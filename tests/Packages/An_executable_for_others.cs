using System.Text;
using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Tests.Documents;
using Xunit;

namespace TcpResets.Tests.Packages;

public sealed class An_executable_for_others
{
    private static readonly string[] OfTheBuild = [Repository.Root + "/", ".nuget/packages"];

    public static TheoryData<string> Executables => ["out/tcp-resets.plugin", "out/arm64/tcp-resets.plugin"];

    [Theory, MemberData(nameof(Executables))]
    public void has_no_directory_of_the_build_in_it(string executable) =>
        Latin(File.ReadAllBytes(Path.Join(Repository.Root, executable))).Should().NotContainAny(OfTheBuild);

    [Fact]
    public void has_none_in_what_travels_in_it_compressed() =>
        typeof(Executable).Assembly.GetManifestResourceNames().Should().NotBeEmpty()
            .And.AllSatisfy(name => Latin(Executable.Read(name)).Should().NotContainAny(OfTheBuild, name));

    [Theory, MemberData(nameof(Executables))]
    public void needs_the_C_library_that_the_readme_says(string executable)
    {
        string symbols = Command.Output("objdump", "-T", Path.Join(Repository.Root, executable));
        string newest = Regex.Matches(symbols, @"GLIBC_([\d.]+)").Select(match => Version.Parse(match.Groups[1].Value)).Max()!.ToString();

        new Document("README.md").OneLine.Should().Contain($"glibc {newest} or later");
    }

    private static string Latin(byte[] content) => Encoding.Latin1.GetString(content);
}
