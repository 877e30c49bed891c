using System.Globalization;
using System.Text.RegularExpressions;

namespace TcpResets.Tests.Health;

/// <summary>A line <c>delay:</c>, by how many seconds a change of an alarm's status is told later.</summary>
/// <param name="Up">Of one that raises it.</param>
/// <param name="Down">Of one that clears it.</param>
/// <param name="Multiplier">By which both grow when it changes again before that.</param>
/// <param name="Max">Up to this.</param>
internal sealed partial record Delay(int Up, int Down, double Multiplier, int Max)
{
    /// <summary>Reads the value of the line.</summary>
    public static Delay Read(string text)
    {
        Match match = Form().Match(text);
        return match.Success
            ? new Delay(
                match.Groups["up"].Success ? Lookup.Duration(match.Groups["up"].Value) : 0,
                Lookup.Duration(match.Groups["down"].Value),
                double.Parse(match.Groups["multiplier"].Value, CultureInfo.InvariantCulture),
                Lookup.Duration(match.Groups["max"].Value))
            : throw new FormatException($"delay: {text}");
    }

    /// <summary>What is told of an alarm's changes, and when (health_main() and health_alarm_execute() in the agent's health.c).</summary>
    public IReadOnlyList<Transition> Told(IReadOnlyList<Transition> changes)
    {
        List<Transition> told = [];
        (int up, int down, int until) = (Up, Down, -1);
        foreach (Transition change in changes)
        {
            TellAt(until, !change.Raised, change.Second);
            (up, down) = change.Second > until ? (Up, Down) : (Longer(up), Longer(down));
            until = change.Second + (change.Raised ? up : down);
        }

        if (changes.Count > 0)
        {
            TellAt(until, changes[^1].Raised, int.MaxValue);
        }

        return told;

        // What changes again before is not told, nor what was told last, nor the end of what was not told.
        void TellAt(int second, bool raised, int next)
        {
            if (second >= 0 && second <= next && raised != (told.Count > 0 && told[^1].Raised))
            {
                told.Add(new Transition(second, raised));
            }
        }
    }

    private int Longer(int delay) => Math.Min((int)(delay * Multiplier), Max);

    [GeneratedRegex(@"^(?:up (?<up>\d+[smh]) )?down (?<down>\d+[smh]) multiplier (?<multiplier>[\d.]+) max (?<max>\d+[smh])$")]
    private static partial Regex Form();
}
