using System.Diagnostics;
using System.Net.Sockets;
using System.Text.Json;
using FluentAssertions;
using TcpResets.Tests.Processes;
using TcpResets.Tests.Scenarios;
using TcpResets.Tests.Services;
using Xunit;

namespace TcpResets.Tests.Functions;

/// <summary>
/// The real executable on a machine of many services: half of them are there when it starts, half come while it runs. It sees the whole
/// host, so nothing else may make resets meanwhile.
/// </summary>
[Collection(nameof(OneArena))]
public sealed class A_thousand_cgroups_and_network_namespaces : IDisposable
{
    private const int Half = 500;
    private const long Second = 1_000_000, Early = 20_000; // microseconds

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Cgroups cgroups = new();
    private readonly Namespaces old = new(Half);
    private readonly Namespaces young = new(Half);
    private readonly NetworkNamespace mover = NetworkNamespace.Create();
    private readonly List<long> ticks = [];
    private PluginProcess? plugin;

    [Fact]
    public void are_each_named_once_without_a_late_tick_and_in_bounded_memory()
    {
        using StallWatch machine = new();
        mover.Run("ip", "link set lo up");
        string[] named = MakeCgroups(0);
        (string Name, uint Inode)[] namespaces = old.Make();
        plugin = PluginProcess.Start("1", ("NETDATA_VERSION", "v2.9.0"));
        plugin.NextTick();
        long ranFor = RanFor();
        named = [.. named, .. MakeCgroups(Half)];
        namespaces = [.. namespaces, .. young.Make()];
        Shell.Run($"for name in {string.Join(' ', namespaces.Select(each => each.Name))}; do ip -n $name link set lo up; done")
            .Output.Should().BeEmpty();

        // Whose cgroup it was is known of the socket that was refused; the reset of the closed port has no socket. The kernel hands on
        // some hundred a moment, so those that are not told of yet do it again, which must make no second row.
        string[] ofCgroups = [];
        string[] ofNamespaces = [];
        Stopwatch watch = Stopwatch.StartNew();
        while (watch.Elapsed < Patience && !(named.All(ofCgroups.Contains) && namespaces.All(each => ofNamespaces.Contains(each.Name))))
        {
            ResetInEach(named.Except(ofCgroups));
            Array.ForEach([.. namespaces.Where(each => !ofNamespaces.Contains(each.Name))], each => ResetIn(each.Name));
            JsonElement table = Ask();
            ofCgroups = [.. Names(table, "received refused", [mover.Inode])];
            ofNamespaces = [.. Names(table, "sent closed_port", [.. namespaces.Select(each => each.Inode)])];
        }

        ofCgroups.Should().BeEquivalentTo(named, "each has one row, and none stands under a number");
        ofNamespaces.Should().BeEquivalentTo(namespaces.Select(each => each.Name), "each has one row, and none stands under a number");
        ticks.Should().HaveCountGreaterThan(2).And.BeInAscendingOrder().And.OnlyHaveUniqueItems();
        (ticks[^1] - ticks[0] + 1 - ticks.Count).Should().BeLessThanOrEqualTo(
            (long)Math.Ceiling(machine.Stood.TotalSeconds), "none was left out, but in seconds in which the machine stood still");
        string memory = File.ReadLines($"/proc/{plugin.Id}/status").First(line => line.StartsWith("VmHWM:", StringComparison.Ordinal));
        double each = (RanFor() - ranFor) / 1e6 / ticks.Count;
        TestContext.Current.SendDiagnosticMessage($"{ticks.Count} ticks of {each} ms of a processor; {memory}");
        each.Should().BeInRange(0.1, 50, "milliseconds of a processor for a tick, with the answers of the Function");
        int.Parse(memory.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], null).Should().BeInRange(1000, 32 * 1024, "KiB");
        plugin.CloseInput();
        plugin.ExitCode().Should().Be(0);
        plugin.RestOfLog().Should().ContainSingle("there is nothing to complain of").Which.Should().Contain("source kernel");
    }

    public void Dispose()
    {
        plugin?.Dispose();
        young.Dispose();
        old.Dispose();
        mover.Dispose();
        cgroups.Dispose();
    }

    private string PathOf(string cgroup) => Path.Join(cgroups.Root, cgroups.Name, cgroup);

    private string[] MakeCgroups(int from)
    {
        string[] names = [.. Enumerable.Range(from, Half).Select(number => $"{cgroups.Name}-{number}.service")];
        Array.ForEach(names, name => Directory.CreateDirectory(PathOf(name)));
        return names;
    }

    // One process goes from one to the next: a socket belongs to the cgroup that it was made in.
    private void ResetInEach(IEnumerable<string> names)
    {
        const string Reset = "echo $$ >$d/cgroup.procs; { : <>/dev/tcp/127.0.0.1/9; } 2>/dev/null";
        string script = $"while read -r d; do {Reset}; done; echo $$ >{cgroups.Root}/cgroup.procs";
        mover.Visit(() => Command.Output("bash", ["-c", script], patience: null, string.Concat(names.Select(name => PathOf(name) + '\n'))));
    }

    private static void ResetIn(string name)
    {
        using NetworkNamespace network = NetworkNamespace.Named(name);
        network.Visit(() =>
        {
            using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            FluentActions.Invoking(() => socket.Connect("127.0.0.1", 9)).Should().Throw<SocketException>("nobody listens there");
        });
    }

    private static IEnumerable<string> Names(JsonElement table, string kind, HashSet<uint> networkNamespaces) =>
        Caller.Rows(table, "NetworkNamespace", "Service", "Direction", "Kind")
            .Select(row => row.Split(' ', 3))
            .Where(row => row[2] == kind && networkNamespaces.Contains(uint.Parse(row[0], null)))
            .Select(row => row[1]);

    // What the table says after the next tick.
    private JsonElement Ask()
    {
        List<string> answer = [];
        bool hasTicked = false;
        string text;
        do
        {
            OutputLine line = plugin!.NextLine();
            text = line.Text;
            if (text.StartsWith("BEGIN ipv4.tcp_resets ", StringComparison.Ordinal))
            {
                ticks.Add((line.At + Early) / Second);
                if (!hasTicked)
                {
                    plugin.Say("FUNCTION 1 10 \"tcp-resets\" \"0x13\" \"\"\n");
                    hasTicked = true;
                }
            }

            if (answer.Count > 0 || text.StartsWith("FUNCTION_RESULT_BEGIN", StringComparison.Ordinal))
            {
                answer.Add(text);
            }
        }
        while (text != "FUNCTION_RESULT_END");
        return JsonDocument.Parse(string.Join('\n', answer[1..^1])).RootElement;
    }

    // In nanoseconds (proc_pid_schedstat() of the kernel).
    private long RanFor() => long.Parse(File.ReadAllText($"/proc/{plugin!.Id}/schedstat").Split(' ')[0], null);
}
