using System.Text;
using TcpResets.Resets;

namespace TcpResets.Terminal;

/// <summary>A diagnosis for people: three lines a cause, the heaviest first; on a terminal, broken at its width.</summary>
/// <param name="width">Columns of the terminal; 0 if it is none: then no line is broken.</param>
/// <param name="hasColors">Whether it knows attributes.</param>
/// <param name="command">How this program was called.</param>
internal sealed class DiagnosisText(int width, bool hasColors, string command)
{
    private const int MostCauses = 5, MostUsual = 3;
    private const char FirmBlank = '\u00a0';
    private static readonly string[] Units = ["%", "s", "ms"];
    private readonly StringBuilder page = new();

    /// <summary>All of it.</summary>
    /// <param name="causes">What was found.</param>
    /// <param name="watched">Seconds of watching, without the last hour; null if that is known.</param>
    public string Of(IReadOnlyList<Cause> causes, double? watched = null)
    {
        int unusual = 0;
        foreach (Cause cause in causes)
        {
            unusual += cause.IsUnusual ? 1 : 0;
        }

        if (unusual == 0)
        {
            string meanwhile = watched is { } seconds ? $" in the {Crowd.Whole(seconds)} s watched" : "";
            Fill("", (watched, causes.Count) switch
            {
                (null, 0) => "Nothing unusual: no reset in the last hour.",
                (null, _) => "Nothing unusual. What there is:",
                (_, 0) => $"No reset{meanwhile}; the hour before is not known.",
                _ => $"Nothing unusual{meanwhile}; the hour before is not known. What there is:",
            }, isBold: true);
        }

        int shown = Math.Min(unusual > 0 ? unusual : causes.Count, unusual > 0 ? MostCauses : MostUsual);
        for (int i = 0; i < shown; i++)
        {
            if (i > 0 || unusual == 0)
            {
                page.Append('\n');
            }

            string number = $"{Crowd.Whole(i + 1)}. ";
            Fill(number, number + CauseLines.What(causes[i]), isBold: true);
            Fill("         ", "   Why:  " + CauseLines.Evidence(causes[i]));
            Fill("         ", "   Next: " + CauseLines.Next(causes[i], command));
        }

        if (causes.Count > shown)
        {
            page.Append('\n');
            int rest = causes.Count - shown;
            Fill("", $"{CauseText.Number(rest, "lesser one", "lesser ones")}: `{command} diagnose --json`");
        }

        return page.ToString();
    }

    /// <summary>
    /// Writes a line; where it is broken, it goes on below the blanks. What stands between ` is not broken if there is room, and a number
    /// stays with its unit.
    /// </summary>
    private void Fill(string indent, string line, bool isBold = false)
    {
        int room = width > 0 ? Math.Max(Math.Min(width, 100), 40) : int.MaxValue;
        page.Append(isBold && hasColors ? "\e[1m" : "");
        int used = 0;
        foreach (string word in WithUnits(Firm(line, room - indent.Length)).Split(' '))
        {
            int columns = PlainText.Width(word);
            if (used > indent.Length && used + 1 + columns > room)
            {
                page.Append('\n').Append(' ', indent.Length);
                used = indent.Length;
            }
            else if (used > 0)
            {
                page.Append(' ');
                used++;
            }

            page.Append(word.Replace(FirmBlank, ' '));
            used += columns;
        }

        page.Append(isBold && hasColors ? "\e[m" : "").Append('\n');
    }

    // The blank between a number and its unit (ISO 80000-1, section 7.1.4) is no place to break a line.
    private static string WithUnits(string line)
    {
        StringBuilder firm = new(line);
        for (int i = 1; i < line.Length; i++)
        {
            if (line[i] == ' ' && char.IsAsciiDigit(line[i - 1]) && BeginsWithUnit(line.AsSpan(i + 1)))
            {
                firm[i] = FirmBlank;
            }
        }

        return firm.ToString();
    }

    private static bool BeginsWithUnit(ReadOnlySpan<char> text)
    {
        foreach (string unit in Units)
        {
            if (text.StartsWith(unit, StringComparison.Ordinal) && (text.Length == unit.Length || !char.IsLetterOrDigit(text[unit.Length])))
            {
                return true;
            }
        }

        return false;
    }

    private static string Firm(string line, int room)
    {
        StringBuilder firm = new();
        string[] parts = line.Replace(FirmBlank, ' ').Split('`');
        for (int i = 0; i < parts.Length; i++)
        {
            firm.Append(i % 2 == 1 && PlainText.Width(parts[i]) <= room ? parts[i].Replace(' ', FirmBlank) : parts[i]);
        }

        // The label's blanks, too.
        int label = line.Length - line.TrimStart(' ').Length;
        return new string(FirmBlank, label)
            + firm.ToString(label, firm.Length - label).Replace(":  ", $":{FirmBlank}{FirmBlank}", StringComparison.Ordinal);
    }
}
