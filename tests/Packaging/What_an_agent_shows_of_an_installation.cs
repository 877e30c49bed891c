using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;
using FluentAssertions;
using TcpResets.Packaging;
using Xunit;

namespace TcpResets.Tests.Packaging;

/// <summary>What <c>install</c> has seen at the end, at a web server that answers like an agent's, or not.</summary>
public sealed class What_an_agent_shows_of_an_installation : IDisposable
{
    private const string Ok = "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n";
    private const string Alarms = "\"alarms\": {\"10s_ipv4_tcp_resets_received\": {\"id\": 1, \"status\": \"CLEAR\"}}";
    private const string Unseen = "The agent does not show the chart ipv4.tcp_resets yet: "
        + "if it had given up on the plugin, restart it; else its log tells why.";

    private static readonly TimeSpan Once = TimeSpan.Zero;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> asked = new();

    public What_an_agent_shows_of_an_installation() => listener.Start();

    public static TheoryData<string, string> Answers => new()
    {
        {
            Ok + Chart($"\"module\": \"kernel\", {Alarms}"),
            "The agent shows the chart ipv4.tcp_resets, from source kernel, with the alert 10s_ipv4_tcp_resets_received."
        },
        {
            Ok + Chart($"{Alarms}, \"module\": \"snmp\""),
            "The agent shows the chart ipv4.tcp_resets, from source snmp, with the alert 10s_ipv4_tcp_resets_received."
        },
        {
            Ok + Chart("\"module\": \"kernel\", \"alarms\": {\"tcp_resets_last_collected\": {}}"),
            "The agent shows the chart ipv4.tcp_resets, from source kernel, but without the alert 10s_ipv4_tcp_resets_received: "
            + "its log tells why."
        },
        { Ok + Chart(Alarms).Replace("99999999999", "1000000000", StringComparison.Ordinal), Unseen },
        { Ok + Chart(Alarms).Replace("tcp-resets.plugin", "another.plugin", StringComparison.Ordinal), Unseen },
        { Ok + "{\"plugin\": 1, \"module\": {}, \"last_entry\": \"x\", \"alarms\": []}", Unseen },
        { Ok + Chart(Alarms)[..^2], Unseen },
        { Ok + "\0\u001b[2J", Unseen },
        { Ok, Unseen },
        { "HTTP/1.1 404 Not Found\r\n\r\nChart is not found: ipv4.tcp_resets", Unseen },
        { "HTTP/1.1 412 Precondition Failed\r\n\r\n{}", "The agent answers with 412 at http://{0}, so what it shows was not seen." },
    };

    [Theory, MemberData(nameof(Answers))]
    public void is_told_as_it_answers(string answer, string told)
    {
        Answer(answer);

        View().Await(Once).Should().Be(told.Replace("{0}", $"{listener.LocalEndpoint}", StringComparison.Ordinal));
        asked.Should().ContainSingle()
            .Which.Should().StartWith("GET /api/v1/chart?chart=ipv4.tcp_resets HTTP/1.0\r\n").And.EndWith("\r\n\r\n");
    }

    [Fact]
    public void is_not_what_shows_while_it_does_not_run_what_was_installed()
    {
        Answer(Ok + Chart(Alarms));

        View(isRunning: false).Await(Once).Should().Be(Unseen, "another agent has the port");
    }

    [Fact]
    public void is_waited_for()
    {
        Answer("HTTP/1.1 404 Not Found\r\n\r\n", Ok + Chart("\"module\": \"kernel\""), Ok + Chart($"\"module\": \"kernel\", {Alarms}"));

        View().Await(TimeSpan.FromMinutes(1)).Should().Contain(" with the alert ");
        asked.Should().HaveCount(3);
    }

    [Fact]
    public void is_not_waited_for_where_nobody_answers()
    {
        AgentView view = View();
        listener.Stop();

        view.Await(TimeSpan.FromDays(1)).Should().MatchRegex(@"^Nothing answers at http://127\.0\.0\.1:\d+, so what .* was not seen\.$");
    }

    [Fact]
    public void is_no_answer_that_has_no_end()
    {
        Answer(Ok + new string(' ', 8 * 1024 * 1024));

        View().Await(Once).Should().StartWith("Nothing answers at ");
    }

    [Fact]
    public void is_no_answer_that_never_comes() => View().Await(Once).Should().StartWith("Nothing answers at ");

    public void Dispose() => listener.Dispose();

    private static string Chart(string members) =>
        $"{{\"id\": \"ipv4.tcp_resets\", \"plugin\": \"tcp-resets.plugin\", \"last_entry\": 99999999999, {members}}}";

    private AgentView View(bool isRunning = true) => new((IPEndPoint)listener.LocalEndpoint, () => isRunning);

    // The next ones who ask, one by one.
    private void Answer(params string[] answers) => new Thread(() => Array.ForEach(answers, AnswerOnce)) { IsBackground = true }.Start();

    private void AnswerOnce(string answer)
    {
        using Socket asking = listener.AcceptSocket();
        byte[] request = new byte[1024];
        asked.Enqueue(Encoding.ASCII.GetString(request, 0, asking.Receive(request)));
        try
        {
            asking.Send(Encoding.UTF8.GetBytes(answer));
        }
        catch (SocketException)
        {
            // It has heard enough.
        }
    }
}
