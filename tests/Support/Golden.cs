using System.Text;
using FluentAssertions;

namespace TcpResets.Tests.Support;

/// <summary>What people or the agent see, kept in tests/Golden: <c>make golden</c> rewrites it, and the diff is reviewed.</summary>
internal static class Golden
{
    /// <summary>Compares an output with the golden file of that name, to the byte.</summary>
    public static void ShouldBe(string actual, string name) => ShouldBe(actual, "tests/Golden", name);

    /// <summary>The same in another folder: what is made from the sources and shipped.</summary>
    public static void ShouldBe(string actual, string folder, string name)
    {
        string path = Path.Join(Repository.Root, folder, name);
        if (Environment.GetEnvironmentVariable("GOLDEN") == "rewrite")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        File.Exists(path).Should().BeTrue($"{path} holds what is expected; GOLDEN=rewrite makes it");
        actual.Should().Be(File.ReadAllText(path), $"this is what {folder}/{name} says");
    }

    /// <inheritdoc cref="ShouldBe(string, string)"/>
    public static void ShouldBe(ReadOnlySpan<byte> actual, string name) => ShouldBe(Encoding.UTF8.GetString(actual), name);
}
