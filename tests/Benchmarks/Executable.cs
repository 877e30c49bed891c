using System.Text.RegularExpressions;

namespace TcpResets.Benchmarks;

/// <summary>The file that is installed.</summary>
internal static class Executable
{
    /// <summary>Prints what it is, and gives the bars.</summary>
    public static Bar[] Measure(string plugin)
    {
        MatchCollection lines = Regex.Matches(Command.Output("readelf", "-d", plugin), @"\(NEEDED\).*\[(.+)\]");
        string[] needed = [.. lines.Select(library => library.Groups[1].Value)];
        double megabytes = new FileInfo(plugin).Length / 1e6;
        Console.WriteLine(FormattableString.Invariant($"executable: {megabytes:0.00} MB, needs {string.Join(", ", needed)}"));
        Console.WriteLine();
        return
        [
            new("executable, MB", megabytes, 5),
            new(
                "libraries that it needs, but for libc and libm",
                needed.Count(library => !Regex.IsMatch(library, @"^(lib[cm]\.so|ld-linux)")),
                0),
        ];
    }
}
