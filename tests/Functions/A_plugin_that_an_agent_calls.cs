using System.Net.Sockets;
using System.Text.Json;
using FluentAssertions;
using TcpResets.Tests.Processes;
using Xunit;

namespace TcpResets.Tests.Functions;

/// <summary>The real executable with the kernel's own events, and all that an agent of 2.x says to it, in its words.</summary>
public sealed class A_plugin_that_an_agent_calls : IDisposable
{
    private const string Service = "BEGIN tcp_resets.service_";

    private readonly NetworkNamespace network = NetworkNamespace.Create();
    private readonly PluginProcess plugin;

    public A_plugin_that_an_agent_calls()
    {
        network.Run("ip", "link set lo up");
        plugin = network.Visit(() => PluginProcess.Start("1 --network-namespaces own", ("NETDATA_VERSION", "v2.9.0")));
    }

    public void Dispose()
    {
        plugin.Dispose();
        network.Dispose();
    }

    [Fact]
    public void offers_the_function_answers_and_goes_on()
    {
        plugin.NextLine().Text.Should().StartWith("FUNCTION GLOBAL 'tcp-resets' ").And.EndWith(" 'top' '0x13' 100");
        plugin.NextTick();
        network.Visit(() =>
        {
            for (int i = 0; i < 3; i++)
            {
                using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                Action connect = () => socket.Connect("127.0.0.1", 9);
                connect.Should().Throw<SocketException>("nobody listens there");
            }
        });
        while (LineBehind(Service) != "SET received = 3")
        {
        }

        plugin.NextLine().Text.Should().Be("SET sent = 3");

        const string Source = "\"0x13\" \"method=api,role=member,permissions=0x13,user=me,ip=::1\"";
        plugin.Say($"FUNCTION 0a1b 10 \"tcp-resets info after:1790000000 before:1790000060\" {Source}\n");
        JsonElement info = Answer("0a1b 200");
        plugin.Say($"FUNCTION_PAYLOAD 0a1c 10 \"tcp-resets\" {Source} \"application/json\"\n{{\"timeout\":120000,\n\"last\":200,"
            + "\"selections\":{\"resets\":[\"received\",\"sent\"],\"port\":[\"9\"]}}\nFUNCTION_PAYLOAD_END\nFUNCTION_CANCEL 0a1c\n");
        JsonElement table = Answer("0a1c 200");
        plugin.Say($"FUNCTION 0a1d 10 \"tcp-resets nonsense:1\" {Source}\n");
        JsonElement problem = Answer("0a1d 400");

        JsonSchema.Problems("Functions/function.schema.json", info.GetRawText(), table.GetRawText(), problem.GetRawText())
            .Should().Equal("", "", "");
        Caller.Rows(table, "Direction", "Kind", "Role", "Peer", "Port", "Resets").Should().Equal(
            "received refused client 127.0.0.1 9 3",
            "sent closed_port server 127.0.0.1 9 3");
        LineBehind(Service).Should().Be("SET received = 3", "it goes on");
        plugin.Say("QUIT");
        plugin.ExitCode().Should().Be(0);
    }

    private string LineBehind(string start)
    {
        while (!plugin.NextLine().Text.StartsWith(start, StringComparison.Ordinal))
        {
        }

        return plugin.NextLine().Text;
    }

    // Nothing else may stand between its lines: it would be no JSON.
    private JsonElement Answer(string begin)
    {
        List<string> lines = [LineBehind($"FUNCTION_RESULT_BEGIN {begin} application/json ")];
        while (lines[^1] != "FUNCTION_RESULT_END")
        {
            lines.Add(plugin.NextLine().Text);
        }

        return JsonDocument.Parse(string.Join('\n', lines[..^1])).RootElement;
    }
}
