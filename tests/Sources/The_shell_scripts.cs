using System.Text.RegularExpressions;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Sources;

public sealed partial class The_shell_scripts
{
    // Whatever their names are: most have no suffix.
    private static readonly string[] Scripts = [.. new[] { ".ci", ".github", "guides", "health.d", "plugin", "tests" }
        .SelectMany(folder => Directory.EnumerateFiles(Path.Join(Repository.Root, folder), "*", SearchOption.AllDirectories))
        .Where(path => !path.Split('/').Intersect(["bin", "obj", "Artefacts"]).Any())
        .Where(path => Shell().IsMatch(File.ReadLines(path).FirstOrDefault("")))];

    [Fact]
    public void have_nothing_in_them_that_shellcheck_finds()
    {
        Scripts.Select(script => Path.GetRelativePath(Repository.Root, script)).Should().Contain(".ci/test").And.Contain("tests/Agent/run");
        Command.Run("shellcheck", ["-x", .. Scripts]).Said.Should().BeEmpty();
    }

    [GeneratedRegex(@"^#!.*\b(ba|da)?sh\b")]
    private static partial Regex Shell();
}
