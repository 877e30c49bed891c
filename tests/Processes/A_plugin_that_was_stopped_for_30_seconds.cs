using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Processes;

public sealed class A_plugin_that_was_stopped_for_30_seconds : IDisposable
{
    private const long Second = 1_000_000;

    private readonly HostFiles files = new();

    [Fact]
    public void collects_once_and_goes_on_without_a_burst() => Unstalled.Play(TimeSpan.FromMilliseconds(200), () =>
    {
        files.Set("OutRsts", "12");
        using PluginProcess plugin = PluginProcess.Start("1 --source snmp", files.Environment);
        plugin.NextTick();
        plugin.NextTick();
        plugin.Signal(PluginProcess.SigStop);
        plugin.IsSilentFor(TimeSpan.FromSeconds(30)).Should().BeTrue();
        files.Set("OutRsts", "112");
        long woken = PluginProcess.Now;
        plugin.Signal(PluginProcess.SigCont);

        OutputLine[] tick = plugin.NextTick();
        PluginProcess.Told(tick).Should().BeInRange(
            29 * Second, 34 * Second, "the time before is told to the agent, which spreads the growth over it");
        tick.Should().Contain(line => line.Text == "SET sent = 100", "nothing is lost");
        (tick[^1].At - woken).Should().BeLessThan(5 * Second, "it comes at once, as far as a busy machine lets the test see");
        PluginProcess.Told(plugin.NextTick()).Should().BeInRange(1, 2 * Second);
        OutputLine[] later = plugin.NextTick();
        PluginProcess.Told(later).Should().BeInRange(Second / 2, 3 * Second / 2);
        (later[^1].At - woken).Should().BeGreaterThan(Second, "the two after it come at their multiples");
    });

    public void Dispose() => files.Dispose();
}
