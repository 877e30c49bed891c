using System.Text;
using System.Text.Json;
using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Kernel.Tables;
using TcpResets.Resets;
using TcpResets.Terminal;
using Xunit;

namespace TcpResets.Tests.Terminal;

public sealed class A_reset_in_JSON
{
    [Fact]
    [Trait("rewrites", "golden")]
    public void is_a_line_of_all_that_is_known() => Golden.ShouldBe(
        string.Concat(SampleResets.All.Select(sample => Line(sample.Reset, sample.Service, sample.Reason))), "watch/lines.json");

    [Fact]
    public void has_the_words_and_numbers_of_the_event()
    {
        (ResetEvent reset, Service service, _) = SampleResets.All[0];
        Parse(Line(reset, service, "TCP_KEEPALIVE_TIMEOUT")).Should().Equal(new Dictionary<string, string>
        {
            ["time"] = "2026-11-26T06:10:04.328123Z",
            ["direction"] = "received",
            ["family"] = "ipv4",
            ["kind"] = "established",
            ["state"] = "ESTABLISHED",
            ["role"] = "server",
            ["stage"] = "exchange",
            ["local"] = "192.0.2.10",
            ["local_port"] = "5432",
            ["peer"] = "198.51.100.7",
            ["peer_port"] = "40112",
            ["service"] = "postgresql.service",
            ["service_kind"] = "unit",
            ["network_namespace"] = "4026531840",
            ["bytes_received"] = "2048",
            ["bytes_sent"] = "512",
            ["idle_ms"] = "350000",
            ["reason"] = "TCP_KEEPALIVE_TIMEOUT",
        });
    }

    [Fact]
    public void has_no_key_for_what_is_not_known()
    {
        ResetEvent reset = SampleResets.Of(SentCause.HalfOpen, "192.0.2.10", 22, "198.51.100.201", 50000);
        reset.NetworkNamespace = 0;
        Parse(Line(reset, Service.Host, "")).Keys.Should().Equal(
            "time", "direction", "family", "kind", "local", "local_port", "peer", "peer_port", "service", "service_kind");
    }

    [Fact]
    public void is_marked_if_a_rule_excludes_it()
    {
        Parse(Line(SampleResets.All[^1].Reset, Service.Host, ""))["excluded"].Should().Be("True");
        Parse(Line(SampleResets.All[0].Reset, Service.Host, "")).Should().NotContainKey("excluded");
    }

    [Property]
    public void gives_a_name_back_as_it_is_whatever_it_holds(string? name)
    {
        string valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name ?? ""));
        string line = Line(SampleResets.All[0].Reset, new Service(ServiceKind.Container, name ?? ""), "");
        line.TrimEnd('\n').Should().MatchRegex("^[ -~]+$");
        Parse(line)["service"].Should().Be(valid);
    }

    [Fact]
    public void has_a_state_of_the_RFC()
    {
        string[] words =
        [
            "ESTABLISHED", "SYN-SENT", "SYN-RECEIVED", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT", "CLOSED", "CLOSE-WAIT", "LAST-ACK",
            "LISTEN", "CLOSING", "SYN-RECEIVED", "CLOSED", "FIN-WAIT-2",
        ];
        Enum.GetValues<SocketState>().Select(State).Should().Equal([null, .. words, null]);

        static string? State(SocketState state)
        {
            ResetEvent reset = SampleResets.Of(Received.Established, "192.0.2.1", 1, "192.0.2.2", 2, state: state);
            return Parse(Line(reset, Service.Host, "")).GetValueOrDefault("state");
        }
    }

    [Fact]
    public void can_be_one_of_many_of_which_only_the_number_is_known()
    {
        using JsonResetPrinter printer = new(new ResetClock(250));
        OutputBuffer output = new();
        printer.Lost(output, 12345);
        Encoding.UTF8.GetString(output.Written).Should().Be("{\"lost\":12345}\n");
    }

    private static Dictionary<string, string> Parse(string line)
    {
        using JsonDocument json = JsonDocument.Parse(line);
        return json.RootElement.EnumerateObject().ToDictionary(property => property.Name, property => property.Value.ToString());
    }

    private static string Line(ResetEvent reset, Service service, string reason)
    {
        ResetClock clock = new(ticksPerSecond: 250);
        clock.Set(SampleResets.Boot, 0);
        using JsonResetPrinter printer = new(clock);
        OutputBuffer output = new();
        printer.Head(output);
        printer.Reset(output, reset, service, reason);
        string line = Encoding.UTF8.GetString(output.Written);
        line.Count(c => c == '\n').Should().Be(1);
        return line;
    }
}
