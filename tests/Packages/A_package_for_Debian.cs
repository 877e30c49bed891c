using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Packages;

public sealed class A_package_for_Debian
{
    public static TheoryData<string> Architectures => ["amd64", "arm64"];

    [Theory, MemberData(nameof(Architectures))]
    [Trait("rewrites", "golden")]
    public void brings_these_files_and_asks_for_these_packages(string architecture)
    {
        string package = DebianPackage.Of(architecture);
        // What it says beside this is tested below, or differs between the architectures.
        string control = Command.Output("dpkg-deb", "-f", package, "Package", "Depends", "Enhances", "Section");
        string files = Regex.Replace(Command.Output("dpkg-deb", "-c", package), @"(?m) +\d+ \d\d\d\d-\d\d-\d\d \d\d:\d\d ", " ");
        string configurations = Command.Output("dpkg-deb", "-I", package, "conffiles");
        Golden.ShouldBe($"{control}\n{files}\nconffiles:\n{configurations}", "packages/deb.txt");
    }

    [Fact]
    public void is_one_that_lintian_finds_nothing_wrong_with() => Command.Output(
        "lintian", "--allow-root", "--fail-on", "error,warning", DebianPackage.Of("amd64"), DebianPackage.Of("arm64")).Should().BeEmpty();

    [Theory, MemberData(nameof(Architectures))]
    public void says_its_architecture_and_everywhere_its_version(string architecture)
    {
        string package = DebianPackage.Of(architecture);
        Command.Output("dpkg-deb", "-f", package, "Architecture").Trim().Should().Be(architecture);
        Command.Output("dpkg-deb", "-f", package, "Version").Trim().Should().Be(DebianPackage.Version);
        Content(package, "doc/netdata-plugin-tcp-resets/changelog.gz")
            .Should().StartWith($"netdata-plugin-tcp-resets ({DebianPackage.Version}) ");
        Content(package, "man/man8/tcp-resets.8.gz").Should().Contain($"\"tcp\\-resets.plugin {DebianPackage.Version}\"");
        Content(package, "netdata/web/guides/index.html").Should().Contain($"tcp-resets.plugin {DebianPackage.Version}<");
    }

    [Fact]
    public void has_a_file_for_each_guide_that_the_executable_has() =>
        Regex.Matches(Command.Output("dpkg-deb", "-c", DebianPackage.OfThisMachine), @"/guides/(?:tcp/)?(\S+\.html)")
            .Select(match => match.Groups[1].Value)
            .Should().BeEquivalentTo(Executable.GuideFiles.Where(name => name.EndsWith(".html", StringComparison.Ordinal)));

    private static string Content(string package, string file)
    {
        CommandResult result = Shell.Run($"dpkg-deb --fsys-tarfile {package} | tar -xO ./usr/share/{file} | zcat -f");
        result.ExitCode.Should().Be(0, result.Output);
        return result.Output;
    }
}
