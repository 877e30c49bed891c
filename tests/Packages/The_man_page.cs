using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Packages;

public sealed class The_man_page
{
    private static readonly string Folder = Path.Join("plugin", "Packaging", "shared");

    [Fact]
    [Trait("rewrites", "golden")]
    public void says_what_the_tree_of_commands_says() => Golden.ShouldBe(ManPage.Render(), Folder, "tcp-resets.8");

    [Theory]
    [InlineData("mandoc -T lint -W warning")]
    [InlineData("groff -man -k -ww -z -b")]
    public void is_one_that_manual_tools_find_nothing_wrong_with(string tool)
    {
        using TemporaryDirectory directory = new();
        string page = directory.Write("tcp-resets.8", ManPage.Render()
            .Replace("@DATE@", "2026-01-01", StringComparison.Ordinal).Replace("@VERSION@", "1.2.3", StringComparison.Ordinal));
        CommandResult result = Shell.Run($"{tool} {page}");
        result.Said.Should().BeEmpty();
        result.ExitCode.Should().Be(0);
    }
}
