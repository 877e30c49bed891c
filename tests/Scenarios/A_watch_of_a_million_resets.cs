using System.Globalization;
using System.Net;
using System.Text.Json;
using FluentAssertions;
using TcpResets.Tests.Processes;
using TcpResets.Tests.Scenarios.Network;
using Xunit;

namespace TcpResets.Tests.Scenarios;

/// <summary>The real executable, while all CPUs make resets at full speed in a network of their own.</summary>
[Collection(nameof(OneArena))]
public sealed class A_watch_of_a_million_resets
{
    private const int SigInt = 2;

    [Fact]
    public void accounts_for_each_in_bounded_memory_and_ends()
    {
        using NetworkNamespace host = NetworkNamespace.Create();
        host.Run("ip", "link set lo up");
        using PluginProcess watch = host.Visit(() => PluginProcess.Start("watch --json --network-namespaces own"));
        watch.NextLog();
        long begin = RunningProgram.Now;
        int all = 2 * RefusedConnects.Make(host, 500_000, new IPEndPoint(IPAddress.Loopback, 9)); // each is sent, and received
        double seconds = (RunningProgram.Now - begin) / 1e6;
        string memory = File.ReadLines($"/proc/{watch.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        watch.Signal(SigInt);
        watch.ExitCode().Should().Be(0);

        JsonElement[] lines = [.. watch.RestOfOutput().Select(line => JsonDocument.Parse(line).RootElement)];
        long lost = lines.Sum(line => line.TryGetProperty("lost", out JsonElement number) ? number.GetInt64() : 0);
        int shown = lines.Count(line => line.TryGetProperty("kind", out _));
        TestContext.Current.SendDiagnosticMessage($"{all} resets in {seconds:F1} s: {shown} shown, {lost} lost; {memory}");
        (shown + lost).Should().Be(all, "no event was left unaccounted for");
        shown.Should().BeGreaterThan(2000, "they come evenly in time, thousands a second");
        watch.RestOfLog().Should().ContainSingle().Which
            .Should().Be($"tcp-resets.plugin: {shown} shown, 0 left out by filters, {lost} lost, of which only the number is known");
        int.Parse(memory.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture)
            .Should().BeInRange(1000, 32 * 1024, "KiB");
    }
}
