using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Processes;

public sealed class The_ticks : IDisposable
{
    private const long Second = 1_000_000;
    private static readonly TimeSpan Stall = TimeSpan.FromMilliseconds(200);

    private readonly HostFiles files = new();

    [Theory]
    [InlineData(1, 5)]
    [InlineData(3, 2)]
    public void come_at_the_multiples_of_the_update_every_on_the_wall_clock(int updateEvery, int ticks) => Unstalled.Play(Stall, () =>
    {
        using PluginProcess plugin = PluginProcess.Start($"{updateEvery} --source snmp", files.Environment);
        plugin.NextTick();
        long step = updateEvery * Second;
        long[] arrivals = [.. Enumerable.Range(0, ticks).Select(_ => plugin.NextTick()[^1].At)];
        arrivals.Select(at => (at + 20_000) / step).Should().Equal(
            Enumerable.Range(0, ticks).Select(i => ((arrivals[0] + 20_000) / step) + i), "one a multiple, a hundredth early at most");
        arrivals.Min(at => (at + 20_000) % step).Should().BeLessThan(250_000, "the machine may be busy, but not at each tick");
    });

    [Fact]
    public void say_how_long_it_was_since_the_one_before() => Unstalled.Play(Stall, () =>
    {
        using PluginProcess plugin = PluginProcess.Start("1 --source snmp", files.Environment);
        OutputLine first = plugin.NextTick()[^1];
        long told = 0;
        OutputLine last = first;
        for (int i = 0; i < 3; i++)
        {
            OutputLine[] tick = plugin.NextTick();
            told += PluginProcess.Told(tick);
            last = tick[^1];
        }

        told.Should().BeCloseTo(last.At - first.At, 300_000);
    });

    [Fact]
    public void are_left_out_while_the_reader_is_slow_and_whole_when_it_reads_on()
    {
        using Fifo fifo = new(files.Prefix);
        fifo.Fill();
        using PluginProcess plugin = PluginProcess.Script($"exec \"$PLUGIN\" 1 --source snmp 3>&1 >{fifo.Path}", files.Environment);
        plugin.NextLog();
        fifo.WaitUntilWriterIsStuck(plugin.Id);
        plugin.IsSilentFor(TimeSpan.FromSeconds(4)).Should().BeTrue(
            "what it prints goes to the pipe; the test's own end stays open as its descriptor 3");
        files.Set("OutRsts", "112");

        long free = PluginProcess.Now;
        string output = "";
        Wait.Until(() => (output += fifo.Drain()).Split("\nEND\n").Length > 3, TimeSpan.FromSeconds(20), "three collections have come");
        (PluginProcess.Now - free).Should().BeGreaterThan(Second, "one had waited for the reader, the next two came at their multiples");
        string[] lines = output.TrimStart('\n').Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Should().AllSatisfy(line => line.Should().MatchRegex("^(CHART|CLABEL|CLABEL_COMMIT|DIMENSION|BEGIN|SET|END)( |$)"));
        lines.Should().Contain("SET sent = 100", "nothing is lost");
    }

    public void Dispose() => files.Dispose();
}
