using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Packages;

public sealed class The_changelog
{
    private static readonly MatchCollection Versions =
        Regex.Matches(File.ReadAllText(Path.Join(Repository.Root, "plugin/Packaging/CHANGELOG.md")), @"(?m)^## \[([\d.]+)\] - (.+)$");

    [Fact]
    public void has_the_version_of_the_build_on_top() => Versions[0].Groups[1].Value.Should().Be(DebianPackage.Version);

    [Theory]
    [InlineData("{0}_{1}_amd64.deb")]
    [InlineData("{0}-{1}-1.x86_64.rpm")]
    [InlineData("tcp-resets-{1}-amd64.tar.gz")]
    public void goes_with_the_packages_that_the_readme_names(string package)
    {
        string file = string.Format(CultureInfo.InvariantCulture, package, DebianPackage.Name, DebianPackage.Version);
        File.ReadAllText(Path.Join(Repository.Root, "README.md")).Should().Contain(file);
        File.Exists(Path.Join(Repository.Root, "out", file)).Should().BeTrue();
    }

    [Fact]
    public void has_the_newest_version_first() =>
        Versions.Select(version => Version.Parse(version.Groups[1].Value)).Should().BeInDescendingOrder().And.OnlyHaveUniqueItems();

    [Fact]
    public void has_a_date_for_each_version() =>
        Versions.Select(version => DateOnly.ParseExact(version.Groups[2].Value, "yyyy-MM-dd", CultureInfo.InvariantCulture))
            .Should().BeInDescendingOrder();
}
