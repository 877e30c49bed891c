using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Terminal;
using TcpResets.Tests.Resets;
using Xunit;

namespace TcpResets.Tests.Terminal;

/// <summary>As people and programs see it: two causes, with names that somebody chose to do harm.</summary>
public sealed class A_diagnosis : IServiceDirectory
{
    private readonly FlowTable table;

    public A_diagnosis()
    {
        Flows flows = new(64, services: this);
        flows.Happens(flows.Event(Received.Refused, "192.0.2.9", Role.Client, 40_000, 5432, cgroup: 1), 2140);
        for (int second = 0; second <= 10; second++)
        {
            flows.Happens(flows.Event(Received.Established, "2001:db8::1", localPort: 443, cgroup: 2, connection: (9, 0, 250)), 2);
            flows.Settle(second < 10 ? 1 : 0);
        }

        table = flows.Table;
    }

    Service IServiceDirectory.Find(ulong cgroup, uint networkNamespace) =>
        cgroup == 1 ? new(ServiceKind.Unit, "nginx.service") : new(ServiceKind.Container, "\e[31mred\nX\u202e`");

    private List<Cause> Causes => Diagnosis.Explain(Diagnosis.Look([], table.Rows, 10), HostFacts.None);

    [Fact]
    [Trait("rewrites", "golden")]
    public void is_three_lines_a_cause_where_there_is_no_terminal() =>
        Golden.ShouldBe(InNoZone(new DiagnosisText(0, hasColors: false, "tcp-resets").Of(Causes)), "diagnose/plain.txt");

    [Fact]
    [Trait("rewrites", "golden")]
    public void fits_a_terminal_of_80_columns()
    {
        string text = new DiagnosisText(80, hasColors: false, "tcp-resets").Of(Causes);
        text.Split('\n').Max(PlainText.Width).Should().BeInRange(60, 80);
        Golden.ShouldBe(InNoZone(text), "diagnose/terminal-80.txt");
    }

    [Fact]
    public void leaves_a_command_in_one_line_where_there_is_room() =>
        new DiagnosisText(60, hasColors: true, "tcp-resets").Of(Causes).Should().Contain("tcp-resets guide refused\n")
            .And.StartWith("\e[1m1. ").And.NotContain("`tcp");

    [Fact]
    public void breaks_no_line_between_a_number_and_its_unit()
    {
        const string Evidence = "90 % of them, for 350 s, or 12 ms, of 7 sockets";
        CauseRule rule = new("x", 1, (_, _) => true, (_, _) => "x", (_, _) => Evidence, (_, _) => "y");
        Cause cause = new(rule, Causes[0].Crowd, HostFacts.None);
        HashSet<string> ends = [];
        for (int width = 40; width <= 100; width++)
        {
            string[] lines = new DiagnosisText(width, hasColors: false, "tcp-resets").Of([cause]).Split('\n');
            lines.Max(PlainText.Width).Should().BeLessThanOrEqualTo(width);
            lines.Should().NotContain(line => Regex.IsMatch(line, @"^ *(%|ms|s)\b|^ *%"), "of a width of {0}", width);
            string joined = Regex.Replace(string.Join(' ', lines), " +", " ");
            joined.Should().Contain($"Why: {Evidence}").And.Contain("99 % of those received");
            ends.UnionWith(lines.Select(line => line.Split(' ')[^1]));
        }

        ends.Should().Contain("7", "a line may end with a number that has no unit");
    }

    [Fact]
    [Trait("rewrites", "golden")]
    public void is_one_document_for_programs()
    {
        OutputBuffer output = new();
        DiagnosisJson.Write(output, Causes, Flows.Start, 10, hasHistory: false, "tcp-resets");
        using JsonDocument document = JsonDocument.Parse(output.Written.ToArray());
        document.RootElement.GetProperty("causes")[0].GetProperty("cause").GetString().Should().Be("peer_port_closed");
        Golden.ShouldBe(InNoZone(Encoding.UTF8.GetString(output.Written)), "diagnose/document.json");
    }

    [Fact]
    public void lets_no_name_steer_a_terminal() =>
        new DiagnosisText(0, hasColors: false, "tcp-resets").Of(Causes).Where(c => c != '\n' && char.IsControl(c)).Should().BeEmpty();

    private static string InNoZone(string text) => Regex.Replace(text, "(since|from|to) [0-9]{2}:[0-9]{2}:[0-9]{2}", "$1 HH:MM:SS");

    [Fact]
    public void says_that_there_is_nothing() =>
        new DiagnosisText(80, hasColors: false, "tcp-resets").Of([]).Should().Be("Nothing unusual: no reset in the last hour.\n");

    [Fact]
    public void does_not_speak_of_an_hour_that_is_not_known()
    {
        Flows flows = new(64, services: this);
        flows.Happens(flows.Event(SentCause.ClosedPort));
        flows.Settle(10);
        List<Cause> usual = Diagnosis.Explain(Diagnosis.Look([], flows.Table.Rows, 10), HostFacts.None);

        new DiagnosisText(0, hasColors: false, "tcp-resets").Of([], watched: 5.1).Should()
            .Be("No reset in the 5 s watched; the hour before is not known.\n");
        new DiagnosisText(0, hasColors: false, "tcp-resets").Of(usual, watched: 5.1).Should()
            .StartWith("Nothing unusual in the 5 s watched; the hour before is not known. What there is:\n\n1. ");
    }

    [Theory]
    [InlineData(12, 20, 1, "240 from HH:MM:SS to HH:MM:SS", 20)]
    [InlineData(1, 100, 1, "100 from HH:MM:SS to HH:MM:SS", 100)]
    [InlineData(300, 10, 1, "10/s in its worst minute, from HH:MM:SS to HH:MM:SS", 10)]
    [InlineData(120, 1, 5, "24 in the last hour from HH:MM:SS to HH:MM:SS", 0.2)]
    public void tells_of_what_is_over_how_many_there_were_or_how_many_at_worst(int times, int each, int seconds, string told, double rate)
    {
        Flows flows = new(64, services: this);
        for (int i = 0; i < times / seconds; i++)
        {
            flows.Happens(flows.Event(Received.Refused, "192.0.2.9", Role.Client, 40_000, 5432), times: each);
            flows.Settle(seconds);
        }

        flows.Settle(300);
        Cause cause = Diagnosis.Explain(Diagnosis.Look(flows.Table.Rows), HostFacts.None).Should().ContainSingle().Subject;
        InNoZone(CauseLines.What(cause)).Should().EndWith($", refused, {told}, 100 % of those received then");
        cause.Crowd.Rate.Should().BeApproximately(rate, rate / 8, "the document for programs has it");
    }
}
