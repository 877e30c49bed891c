using System.Globalization;
using System.Text;

namespace TcpResets.Tests.Fuzz;

/// <summary>
/// Inputs that are read each time: of each target a file of tests/Fuzz/Corpus, an input a line, in which a byte that is no printable
/// character of ASCII is <c>\n</c>, <c>\t</c> or <c>\x00</c>, and a backslash <c>\\</c>. <c>make fuzz FUZZ="TARGET --keep"</c> writes it.
/// </summary>
internal static class Corpus
{
    private static string Directory => Path.Join(Repository.Root, "tests", "Fuzz", "Corpus");

    /// <summary>Those of a target, with the fixtures that it begins with.</summary>
    public static IReadOnlyList<byte[]> Of(Target target) =>
    [
        .. target.Fixtures.Select(name => File.ReadAllBytes(Repository.Fixture(name))),
        .. File.Exists(PathOf(target)) ? File.ReadLines(PathOf(target)).Select(Read) : [],
    ];

    /// <summary>Writes them, without the fixtures.</summary>
    public static void Keep(Target target, IEnumerable<byte[]> inputs) =>
        File.WriteAllLines(PathOf(target), inputs.Select(Write).Order(StringComparer.Ordinal));

    public static string Write(byte[] input)
    {
        StringBuilder line = new();
        foreach (byte each in input)
        {
            line.Append(each switch
            {
                (byte)'\n' => @"\n",
                (byte)'\t' => @"\t",
                (byte)'\\' => @"\\",
                >= (byte)' ' and <= (byte)'~' => ((char)each).ToString(),
                _ => string.Create(CultureInfo.InvariantCulture, $@"\x{each:x2}"),
            });
        }

        return line.ToString();
    }

    public static byte[] Read(string line)
    {
        List<byte> bytes = [];
        for (int i = 0; i < line.Length; i++)
        {
            if (line[i] != '\\')
            {
                bytes.Add((byte)line[i]);
                continue;
            }

            char escaped = line[++i];
            bytes.Add(escaped switch
            {
                'n' => (byte)'\n',
                't' => (byte)'\t',
                'x' => byte.Parse(line.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture),
                _ => (byte)escaped,
            });
            i += escaped == 'x' ? 2 : 0;
        }

        return [.. bytes];
    }

    private static string PathOf(Target target) => Path.Join(Directory, $"{target.Name}.txt");
}
