using System.Globalization;
using System.Text.RegularExpressions;

namespace TcpResets.Tests.Health;

/// <summary>A line <c>lookup:</c>, the average of one dimension over a window of the past.</summary>
/// <param name="Seconds">The window's length.</param>
/// <param name="Ago">How many seconds before now it ends.</param>
/// <param name="Dimension">Of which dimension.</param>
internal sealed partial record Lookup(int Seconds, int Ago, string Dimension)
{
    /// <summary>Reads the value of the line.</summary>
    /// <exception cref="FormatException">It says something else than the lookups of this project do.</exception>
    public static Lookup Read(string text)
    {
        Match match = Form().Match(text);
        return match.Success
            ? new Lookup(
                Duration(match.Groups["length"].Value),
                match.Groups["ago"].Success ? Duration(match.Groups["ago"].Value) : 0,
                match.Groups["dimension"].Value)
            : throw new FormatException($"lookup: {text}");
    }

    /// <summary>Seconds of <c>10s</c>, <c>30m</c> or <c>1h</c>.</summary>
    public static int Duration(string text) => int.Parse(text[..^1], CultureInfo.InvariantCulture) * text[^1] switch
    {
        's' => 1,
        'm' => 60,
        'h' => 3600,
        _ => throw new FormatException($"duration: {text}"),
    };

    // `absolute`, since what is sent is drawn below the axis; `unaligned`, since an aligned window would end in the past.
    [GeneratedRegex(@"^average -(?<length>\d+[smh])(?: at -(?<ago>\d+[smh]))? unaligned absolute of (?<dimension>\w+)$")]
    private static partial Regex Form();
}
