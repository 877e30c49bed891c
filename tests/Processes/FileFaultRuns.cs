using System.Diagnostics;
using FluentAssertions;

namespace TcpResets.Tests.Processes;

/// <summary>One run of the plugin for each fault, all at the same time, since each waits for whole seconds.</summary>
public sealed class FileFaultRuns
{
    private const string Untouched = "received 0, sent 0";

    private readonly Dictionary<string, Task> runs = FileFaults.All.ToDictionary(
        fault => fault.Name,
        fault => Task.Factory.StartNew(() => Run(fault), default, TaskCreationOptions.LongRunning, TaskScheduler.Default));

    /// <summary>Waits for a fault's run, which fails as it failed.</summary>
    internal Task Of(string fault) => runs[fault];

    private static void Run(FileFault fault)
    {
        using HostFiles files = new();
        fault.Before(files);
        using PluginProcess plugin = PluginProcess.Start("1 --source snmp", files.Environment);
        plugin.NextLog().Should().Contain("source snmp, update every 1 s");
        WaitFor(plugin, Untouched);
        WaitFor(plugin, Untouched);

        fault.Harm(files);
        List<string> log = [];
        if (fault.Meanwhile.Length > 0)
        {
            WaitFor(plugin, fault.Meanwhile, Untouched);
            WaitFor(plugin, fault.Meanwhile, Untouched); // the first may have been read before the harm, if they are the same
        }
        else
        {
            log.Add(Message(plugin.NextLog()));
        }

        files.Restore();
        fault.Before(files);
        files.Set("AttemptFails", "6");
        files.Set("OutRsts", fault.Before == FileFaults.Over2To63 ? "9223372036854775818" : "15");
        WaitFor(plugin, fault.After, Untouched, fault.Meanwhile);

        plugin.CloseInput();
        plugin.ExitCode().Should().Be(0);
        log.AddRange(plugin.RestOfLog().Select(Message));
        log.Should().Equal(fault.Log.Select(line => line.Replace("{0}", $"{files.Prefix}/proc/net", StringComparison.Ordinal)));
    }

    // What is seen until then must be allowed, too: a spike between two right values is one all the same.
    private static void WaitFor(PluginProcess plugin, string expected, params string[] before)
    {
        string values;
        Stopwatch patience = Stopwatch.StartNew();
        while ((values = Values(plugin.NextTick())) != expected)
        {
            values.Should().BeOneOf(before, $"then comes {expected}");
            patience.Elapsed.Should().BeLessThan(TimeSpan.FromMinutes(2), $"then comes {expected}, and not still {values}");
        }
    }

    private static string Values(IEnumerable<OutputLine> tick) => string.Join(", ", tick
        .Where(line => line.Text.StartsWith("SET ", StringComparison.Ordinal))
        .Select(line => line.Text[4..].Replace(" = ", " ", StringComparison.Ordinal)));

    private static string Message(string line) =>
        line[(line.IndexOf(".plugin ", StringComparison.Ordinal) + 8)..].Replace(" : MAIN : ", " ", StringComparison.Ordinal);
}
