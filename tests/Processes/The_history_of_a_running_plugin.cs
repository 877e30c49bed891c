using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using FluentAssertions;
using TcpResets.Settings;
using Xunit;

namespace TcpResets.Tests.Processes;

/// <summary>The real executable with the kernel's own events.</summary>
public sealed class The_history_of_a_running_plugin : IDisposable
{
    private const string Own = "--network-namespaces own";
    private const string Unfinished = PluginSettings.HistoryFileName + ".tmp";

    private readonly NetworkNamespace network = NetworkNamespace.Create();
    private readonly TemporaryDirectory cache = new();
    private readonly TemporaryDirectory user = new();

    public The_history_of_a_running_plugin() => network.Run("ip", "link set lo up");

    [Theory]
    [InlineData(Own)]
    [InlineData("--source snmp")]
    [InlineData("--source snmp", "/nowhere")] // where it cannot work at all
    public void is_deleted_and_not_written_where_peers_are_nobodys_business(string options, string hostPrefix = "")
    {
        user.Write(PluginSettings.FileName, "[plugin]\npeers and services = no\n");
        cache.Write("of another", "plugin");
        cache.Write(Unfinished, "198.51.100.7");
        File.CreateSymbolicLink(Place, Path.Join(cache.Path, "of another"));
        using (PluginProcess plugin = Start(options, hostPrefix))
        {
            if (hostPrefix.Length == 0)
            {
                plugin.NextTick();
                Reset();
                plugin.NextTick();
                plugin.NextTick();
                plugin.CloseInput();
            }

            plugin.ExitCode().Should().Be(hostPrefix.Length == 0 ? 0 : 1);
        }

        Directory.GetFiles(cache.Path).Select(Path.GetFileName).Should().Equal("of another");
    }

    [Fact]
    public void is_missed_in_the_log_where_it_cannot_be_deleted()
    {
        user.Write(PluginSettings.FileName, "[plugin]\npeers and services = no\n");
        cache.Write($"{PluginSettings.HistoryFileName}/file", "");
        using PluginProcess plugin = Start("--source snmp");
        plugin.NextTick();
        plugin.CloseInput();
        plugin.RestOfLog().Should().ContainSingle(line => line.EndsWith(
            $"{Place} tells of peers, and cannot be deleted: Is a directory", StringComparison.Ordinal));
    }

    /// <summary>It is written every ten seconds at most, and at the end, however that comes.</summary>
    [Theory]
    [InlineData("SIGTERM")]
    [InlineData("QUIT")]
    [InlineData("the end of its input")]
    public void has_what_was_last_before_its_end(string end)
    {
        using PluginProcess plugin = Start(Own);
        plugin.NextTick();
        Reset();
        Stopwatch watch = Stopwatch.StartNew();
        switch (end)
        {
            case "SIGTERM":
                plugin.Signal(PluginProcess.SigTerm);
                break;
            case "QUIT":
                plugin.Say("QUIT\n");
                break;
            default:
                plugin.CloseInput();
                break;
        }

        plugin.ExitCode().Should().Be(0);
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20), "it ends at once");
        Rows().Should().Equal("closed_port 1", "refused 1");
    }

    [Fact]
    public void has_what_was_last_before_its_end_by_SIGTERM_while_nobody_reads_what_it_writes()
    {
        using Fifo fifo = new(user.Path);
        fifo.Fill();
        using PluginProcess plugin = Script($"exec \"$PLUGIN\" 1 {Own} >{fifo.Path}");
        plugin.NextLog();
        fifo.WaitUntilWriterIsStuck(plugin.Id);
        Reset();
        plugin.Signal(PluginProcess.SigTerm);
        plugin.ExitCode().Should().Be(0);
        Rows().Should().Equal("closed_port 1", "refused 1");
    }

    [Fact]
    public void has_what_was_last_before_its_reader_was_gone()
    {
        using PluginProcess plugin = Script($"\"$PLUGIN\" 1 {Own} | head -n 1; exit ${{PIPESTATUS[0]}}");
        plugin.NextLine();
        Reset();
        plugin.ExitCode().Should().Be(0);
        Rows().Should().Equal("closed_port 1", "refused 1");
    }

    public void Dispose()
    {
        user.Dispose();
        cache.Dispose();
        network.Dispose();
    }

    private string Place => Path.Join(cache.Path, PluginSettings.HistoryFileName);

    private PluginProcess Start(string options, string hostPrefix = "") =>
        network.Visit(() => PluginProcess.Start($"1 {options}", [.. Directories, ("NETDATA_HOST_PREFIX", hostPrefix)]));

    private PluginProcess Script(string script) => network.Visit(() => PluginProcess.Script(script, Directories));

    private (string Name, string? Value)[] Directories => [("NETDATA_CACHE_DIR", cache.Path), ("NETDATA_USER_CONFIG_DIR", user.Path)];

    private string[] Rows()
    {
        using JsonDocument history = JsonDocument.Parse(File.ReadAllText(Place));
        return [.. history.RootElement.GetProperty("rows").EnumerateArray()
            .Select(row => $"{row.GetProperty("kind")} {row.GetProperty("count")}").Order()];
    }

    private void Reset() => network.Visit(() =>
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        FluentActions.Invoking(() => socket.Connect("127.0.0.1", 9)).Should().Throw<SocketException>("nobody listens there");
    });
}
