using System.Globalization;
using TcpResets.Linux;
using TcpResets.Resets;

namespace TcpResets.Services;

/// <summary>What systemctl(1) says of units: those that are asked for, and those that are failed or being restarted.</summary>
internal static class SystemdUnits
{
    private const int Most = 8;
    private const string Properties = "--property=Id,ActiveState,SubState,Result,NRestarts,ActiveEnterTimestampMonotonic";

    /// <summary>Asks.</summary>
    public static List<UnitFacts> Read(List<Crowd> crowds)
    {
        List<string> names = [];
        foreach (Crowd crowd in crowds)
        {
            foreach (Service? service in (ReadOnlySpan<Service?>)[crowd.Former, crowd.Service])
            {
                if (service is { Kind: ServiceKind.Unit } && !service.Name.StartsWith('-') && !names.Contains(service.Name))
                {
                    names.Add(service.Name);
                }
            }
        }

        string broken = SystemProgram.Run(
            "systemctl", "list-units", "--no-legend", "--no-pager", "--plain", "--type=service", "--state=failed,auto-restart");
        foreach (string line in broken.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string name = line.Split(' ')[0];
            if (name.EndsWith(".service", StringComparison.Ordinal) && !names.Contains(name))
            {
                names.Add(name);
            }
        }

        names.RemoveRange(Math.Min(names.Count, Most), Math.Max(names.Count - Most, 0));
        return names.Count == 0 ? [] : Parse(
            SystemProgram.Run("systemctl", ["show", "--no-pager", Properties, "--", .. names]),
            ClockGetTime.Realtime() - ClockGetTime.Boottime());
    }

    /// <summary>Reads lines of <c>NAME=VALUE</c>, an empty one after each unit.</summary>
    /// <param name="text">The text.</param>
    /// <param name="boot">When the machine started, in microseconds since 1970.</param>
    public static List<UnitFacts> Parse(string text, long boot)
    {
        List<UnitFacts> units = [];
        foreach (string block in text.Split("\n\n"))
        {
            string active = Value(block, "ActiveState");
            string sub = Value(block, "SubState");
            _ = uint.TryParse(Value(block, "NRestarts"), NumberStyles.None, CultureInfo.InvariantCulture, out uint restarts);
            _ = long.TryParse(
                Value(block, "ActiveEnterTimestampMonotonic"), NumberStyles.None, CultureInfo.InvariantCulture, out long started);
            if (Value(block, "Id") is { Length: > 0 } name)
            {
                units.Add(new(
                    name, sub == "auto-restart" ? sub : active, Value(block, "Result"), restarts, started > 0 ? boot + started : 0));
            }
        }

        return units;
    }

    private static string Value(string block, string name)
    {
        foreach (string line in block.Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] == '=')
            {
                return line[(name.Length + 1)..].Trim();
            }
        }

        return "";
    }
}
