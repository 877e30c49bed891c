using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Packages;

public sealed class The_completions_of_a_package
{
    private static readonly string Folder = Path.Join("plugin", "Packaging", "shared");

    [Fact]
    [Trait("rewrites", "golden")]
    public void of_bash_are_those_of_the_tree_of_commands() => Golden.ShouldBe(Completions.Bash(), Folder, "completion.bash");

    [Fact]
    [Trait("rewrites", "golden")]
    public void of_zsh_are_those_of_the_tree_of_commands() => Golden.ShouldBe(Completions.Zsh(), Folder, "completion.zsh");

    [Fact]
    [Trait("rewrites", "golden")]
    public void of_fish_are_those_of_the_tree_of_commands() => Golden.ShouldBe(Completions.Fish(), Folder, "completion.fish");

    [Theory]
    [InlineData("di", "diagnose")]
    [InlineData("", "check watch top diagnose guide install uninstall completion "
        + "--source --network-namespaces --help --version")]
    [InlineData("watch --direction ", "ignored received sent")]
    [InlineData("watch --json --di", "--direction")]
    [InlineData("--source k", "kernel")]
    [InlineData("check --source ", "auto kernel snmp")]
    [InlineData("watch --port ", "")]
    [InlineData("guide est", "established")]
    [InlineData("install --netdata /et", "/etc")]
    public void let_bash_complete_a_line(string line, string expected)
    {
        string[] words = ["tcp-resets", .. line.Split(' ')];
        Shell.Run($$"""
            source '{{Path.Join(Repository.Root, Folder, "completion.bash")}}'
            COMP_WORDS=({{string.Join(' ', words.Select(word => $"'{word}'"))}}) COMP_CWORD={{words.Length - 1}}
            $(complete -p tcp-resets | sed 's/.*-F \([^ ]*\).*/\1/') tcp-resets
            echo "${COMPREPLY[*]}"
            """).Output.Trim().Should().Be(expected);
    }
}
