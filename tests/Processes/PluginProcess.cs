using System.Globalization;
using System.Text.RegularExpressions;
using FluentAssertions;

namespace TcpResets.Tests.Processes;

/// <summary>The executable that <c>make build</c> leaves, run as a process. Nothing of the machine's own Netdata reaches it.</summary>
internal sealed partial class PluginProcess : RunningProgram
{
    private PluginProcess(string file, IEnumerable<string> arguments, IEnumerable<(string Name, string? Value)> environment)
        : base(file, arguments, [.. Netdatas, ("PLUGIN", Repository.Executable), ("LC_ALL", "C"), .. environment])
    {
    }

    private static IEnumerable<(string Name, string? Value)> Netdatas => Environment.GetEnvironmentVariables().Keys.Cast<string>()
        .Where(name => name.StartsWith("NETDATA_", StringComparison.Ordinal)).Select(name => (name, (string?)null));

    /// <summary>Starts the plugin.</summary>
    /// <param name="arguments">Its command line, split at blanks.</param>
    /// <param name="environment">What it finds in its environment beside the test's own.</param>
    public static PluginProcess Start(string arguments, params (string Name, string? Value)[] environment) =>
        new(Repository.Executable, arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries), environment);

    /// <summary>Starts bash on a script, which finds the executable in <c>$PLUGIN</c>.</summary>
    public static PluginProcess Script(string script, params (string Name, string? Value)[] environment) =>
        new("bash", ["-c", script], environment);

    /// <summary>Waits for the next collection: all lines up to its END.</summary>
    public OutputLine[] NextTick()
    {
        List<OutputLine> tick = [];
        do
        {
            tick.Add(NextLine());
        }
        while (tick[^1].Text != "END");
        return [.. tick];
    }

    /// <summary>The microseconds since the collection before, as a collection tells them.</summary>
    public static long Told(OutputLine[] tick) =>
        long.Parse(BeginWithTime().Match(tick[0].Text).Groups[1].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^BEGIN ipv4\.tcp_resets ([0-9]+)$")]
    private static partial Regex BeginWithTime();
}
