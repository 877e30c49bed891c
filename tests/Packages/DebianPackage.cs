using System.Text.RegularExpressions;

namespace TcpResets.Tests.Packages;

/// <summary>A package as <c>make deb</c> leaves it.</summary>
internal static class DebianPackage
{
    public const string Name = "netdata-plugin-tcp-resets";

    /// <summary>The version that the build knows.</summary>
    public static string Version { get; } = Regex
        .Match(File.ReadAllText(Path.Join(Repository.Root, "Directory.Build.props")), "<Version>(.+)</Version>").Groups[1].Value;

    /// <summary>The one for an architecture.</summary>
    public static string Of(string architecture) => Path.Join(Repository.Root, "out", $"{Name}_{Version}_{architecture}.deb");

    /// <summary>The one for this machine.</summary>
    public static string OfThisMachine { get; } = Of(Command.Output("dpkg", "--print-architecture").Trim());

    /// <summary>Packs it again as another version, after a script has changed something in it.</summary>
    /// <returns>The package's path, in the directory.</returns>
    public static string Repacked(TemporaryDirectory directory, string version, string change)
    {
        string package = Path.Join(directory.Path, $"{version}.deb");
        CommandResult result = Shell.Run($"""
            set -e
            cd {directory.Path}
            dpkg-deb -R {OfThisMachine} {version}
            cd {version}
            sed -i 's/^Version:.*/Version: {version}/' DEBIAN/control
            {change}
            dpkg-deb --root-owner-group -Znone -b . {package}
            """);
        return result.ExitCode == 0 ? package : throw new InvalidOperationException(result.Said);
    }
}
