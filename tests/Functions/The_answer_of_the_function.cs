using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using TcpResets.Netdata;
using TcpResets.Resets;
using TcpResets.Settings;
using TcpResets.Tests.Resets;
using Xunit;

namespace TcpResets.Tests.Functions;

public sealed class The_answer_of_the_function : IDisposable
{
    private readonly Flows flows = new();
    private readonly Caller caller;

    public The_answer_of_the_function() => caller = new Caller(flows);

    public void Dispose() => caller.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("info")]
    [InlineData("info after:1790000000 before:1790000010")]
    [InlineData("peer:192.0.2.1")]
    [InlineData("peer:192.0.2.99")]
    [InlineData("resets:received,sent,ignored,excluded")]
    [InlineData("nonsense")]
    [InlineData("", "{\"selections\":{\"resets\":[\"received\"]}}")]
    [InlineData("", "{")]
    public void is_what_the_protocol_allows(string words, string? payload = null)
    {
        Happen();
        JsonSchema.Problems("Functions/function.schema.json", caller.Ask(words, payload).GetRawText()).Should().Equal("");
    }

    [Fact]
    public void is_what_the_protocol_allows_where_nothing_has_happened() =>
        JsonSchema.Problems("Functions/function.schema.json", caller.Ask().GetRawText()).Should().Equal("");

    /// <summary>So that the test above can fail.</summary>
    [Fact]
    public void would_be_refused_with_any_part_of_it_wrong()
    {
        Happen();
        string whole = caller.Ask().GetRawText();
        Action<JsonNode>[] faults =
        [
            answer => answer["status"] = 404,
            answer => answer["type"] = "log",
            answer => answer["has_history"] = true,
            answer => answer["v"] = 2,
            answer => answer.AsObject().Remove("data"),
            answer => answer["columns"]!["Rate"]!.AsObject().Remove("max"),
            answer => answer["columns"]!["Rate"]!["type"] = "number",
            answer => answer["columns"]!["Peer"]!["filter"] = "range",
            answer => answer["columns"]!["FirstSeen"]!["value_options"]!["transform"] = "number",
            answer => answer["columns"]!["rowOptions"]!.AsObject().Remove("dummy"),
            answer => answer["data"]![0]!.AsArray()[^1]!["rowOptions"]!["severity"] = "bad",
            answer => answer["data"]![0] = "row",
            answer => answer["charts"]!["Rate"]!["type"] = "line",
            answer => answer["default_charts"]![0] = "Rate",
            answer => answer["group_by"]!["Peer"]!.AsObject().Remove("name"),
            answer => answer["required_params"]![0]!["type"] = "list",
        ];
        string[] broken =
        [
            .. faults.Select(fault =>
            {
                JsonNode answer = JsonNode.Parse(whole)!;
                fault(answer);
                return answer.ToJsonString();
            }),
        ];
        JsonSchema.Problems("Functions/function.schema.json", broken).Should().HaveCount(faults.Length).And.NotContain("");
    }

    [Fact]
    public void refers_only_to_columns_that_there_are()
    {
        Happen();
        JsonElement answer = caller.Ask();
        JsonProperty[] columns = [.. answer.GetProperty("columns").EnumerateObject()];
        string[] ids = [.. columns.Select(column => column.Name)];

        columns.Select(column => column.Value.GetProperty("index").GetInt32()).Should().Equal(Enumerable.Range(0, ids.Length));
        columns.Should().ContainSingle(column => column.Value.GetProperty("unique_key").GetBoolean());
        answer.GetProperty("data").EnumerateArray().Should().HaveCount(3).And.OnlyContain(row => row.GetArrayLength() == ids.Length);
        Caller.Rows(answer, "Row").Should().OnlyHaveUniqueItems();
        ids.Should().Contain(answer.GetProperty("default_sort_column").GetString());
        JsonElement.ArrayEnumerator defaults = answer.GetProperty("default_charts").EnumerateArray();
        defaults.Select(pair => pair[0].GetString()).Should()
            .BeSubsetOf(answer.GetProperty("charts").EnumerateObject().Select(chart => chart.Name));
        defaults.Select(pair => pair[1].GetString()).Should()
            .BeSubsetOf(answer.GetProperty("group_by").EnumerateObject().Select(group => group.Name));
        new[] { "charts", "group_by" }.SelectMany(each => answer.GetProperty(each).EnumerateObject())
            .SelectMany(each => each.Value.GetProperty("columns").EnumerateArray()).Select(column => column.GetString())
            .Should().NotBeEmpty().And.BeSubsetOf(ids);
        answer.GetProperty("accepted_params").EnumerateArray().Select(parameter => parameter.GetString()).Should()
            .Contain(answer.GetProperty("required_params").EnumerateArray().Select(parameter => parameter.GetProperty("id").GetString()));
    }

    [Fact]
    public void tells_who_where_why_and_since_when()
    {
        flows.Happens(flows.Event(Received.Established, connection: (10, 0, 15_000)), 3);
        flows.Settle();
        flows.Happens(flows.Event(Received.Established, connection: (10, 0, 15_000)));
        flows.Settle(seconds: 120);
        JsonElement answer = caller.Ask();

        Caller.Rows(answer, "Service", "ServiceKind", "Direction", "Kind", "Role", "Peer", "Port", "Family").Should()
            .Equal("unit1.service unit received established server 192.0.2.1 443 ipv4");
        Caller.Rows(answer, "Resets", "LastHour", "Idle", "NoData", "Request", "Exchange", "Local", "NetworkNamespace", "Excluded")
            .Should().Equal("4 4 60000 0 4 0 198.51.100.1 4026531840 False");
        long seen = Flows.Start / 1000;
        Caller.Rows(answer, "FirstSeen", "LastSeen").Should().Equal($"{seen} {seen + 1000}");
        answer.GetProperty("data")[0].EnumerateArray().Last().GetRawText().Should().Be("""{"rowOptions":{"severity":"normal"}}""");
    }

    [Theory]
    [InlineData(40, "normal")]
    [InlineData(60, "warning")]
    [InlineData(400, "warning")]
    [InlineData(600, "error")]
    public void colours_a_row_by_its_rate_as_the_alert_would(int inTenSeconds, string severity)
    {
        for (int second = 0; second < 10; second++)
        {
            flows.Happens(flows.Event(Received.Refused), inTenSeconds / 10);
            flows.Happens(flows.Event(Ignored.Stray, peer: "192.0.2.2"), inTenSeconds / 10);
            flows.Happens(flows.Event(Received.Refused, peer: "192.0.2.3", isExcluded: true), inTenSeconds / 10);
            flows.Settle();
        }

        JsonElement answer = caller.Ask("resets:received,ignored,excluded");
        Caller.Rows(answer, "Peer", "rowOptions").Should().Equal(
            "192.0.2.1 {\"rowOptions\":{\"severity\":\"" + severity + "\"}}",
            "192.0.2.2 {\"rowOptions\":{\"severity\":\"normal\"}}",
            "192.0.2.3 {\"rowOptions\":{\"severity\":\"normal\"}}");
        double rate = inTenSeconds / 10.0;
        answer.GetProperty("columns").GetProperty("Rate").GetProperty("max").GetDouble().Should().BeGreaterThanOrEqualTo(rate);
    }

    [Fact]
    public void adds_up_to_the_totals_with_what_nobody_is_known_of()
    {
        Happen();
        flows.Counts(flows.Event(SentCause.Firewall), 12);
        flows.Settle();
        JsonElement answer = caller.Ask("resets:received,sent,ignored,excluded");
        Caller.Rows(answer, "Resets").Sum(long.Parse).Should().Be(flows.Totals.Values.Sum(total => (long)total));
        Caller.Rows(answer, "Service", "Peer", "Kind", "Resets").Should().Contain("others others firewall 12");
    }

    /// <summary>The row of all others has no peer, not the address of which all bits are 0.</summary>
    [Theory]
    [InlineData("", "192.0.2.3 others")]
    [InlineData("peer:192.0.2.3", "192.0.2.3")]
    [InlineData("peer:::", "")]
    [InlineData("peer:0.0.0.0", "")]
    public void has_no_row_of_all_others_where_a_peer_is_chosen(string words, string expected)
    {
        flows.Happens(flows.Event(Received.Established, peer: "192.0.2.3"));
        flows.Counts(flows.Event(SentCause.Firewall), 12);
        flows.Settle();
        string.Join(' ', Caller.Rows(caller.Ask(words), "Peer")).Should().Be(expected);
    }

    [Theory]
    [InlineData("", "a b c")]
    [InlineData("resets:received", "a")]
    [InlineData("resets:sent,ignored", "b c d")]
    [InlineData("resets:excluded", "e")]
    [InlineData("kind:closed_port", "c")]
    [InlineData("kind:stray", "")]
    [InlineData("kind:stray resets:ignored", "d")]
    [InlineData("service:unit2.service", "b")]
    [InlineData("service:unit1.service,unit2.service", "a b c")]
    [InlineData("peer:192.0.2.11", "a")]
    [InlineData("peer:2001:db8::0001", "b")]
    [InlineData("port:22", "c")]
    [InlineData("port:22 kind:established", "")]
    [InlineData("service:no.service", "")]
    [InlineData("service:unit", "")]
    public void has_the_rows_that_are_asked_for(string words, string expected)
    {
        Happen();
        IEnumerable<string> selections = words.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word => word.Split(':', 2))
            .Select(word => $"\"{word[0]}\": [{string.Join(", ", word[1].Split(',').Select(value => $"\"{value}\""))}]");
        string payload = $$"""{"timeout": 60000, "last": 200, "query": "x", "selections": { {{string.Join(", ", selections)}} } }""";

        Names(caller.Ask(words)).Should().Be(expected);
        Names(caller.Ask("", payload)).Should().Be(expected, payload);
    }

    [Theory]
    [InlineData("", """{"selections":{"port":22}}""", "c")]
    [InlineData("", """{"selections":{"port":"22"}}""", "c")]
    [InlineData("", """{"selections":{"port":[22, 443]}}""", "a b c")]
    [InlineData("", """{"selections":{"port":null, "peer":[]}}""", "a b c")]
    [InlineData("", """{"port":22}""", "c")]
    [InlineData("", """{"facets":{"x":[{}]},"after":-900,"selections":{}}""", "a b c")]
    [InlineData("port:22,443", """{"selections":{"kind":["established"]}}""", "a")]
    [InlineData("", "", "a b c")]
    public void has_the_rows_that_a_payload_asks_for(string words, string payload, string expected)
    {
        Happen();
        Names(caller.Ask(words, payload)).Should().Be(expected);
    }

    [Theory]
    [InlineData(
        "peers:192.0.2.1",
        "'peers:192.0.2.1' is not understood. There is no such parameter; there are resets, service, peer, kind, port.")]
    [InlineData("x", "'x' is not understood. It needs a value.")]
    [InlineData("peer", "'peer' is not understood. It needs a value.")]
    [InlineData("peer:host.example", "'peer:host.example' is not understood. A peer is an IP address.")]
    [InlineData("port:-1", "'port:-1' is not understood. A port is a number from 0 to 65535.")]
    [InlineData("resets:all", "'resets:all' is not understood. There is no such value; there are received, sent, ignored, excluded.")]
    public void says_what_is_wrong_with_a_request(string words, string problem)
    {
        JsonElement answer = caller.Ask(words);
        caller.Lines[0].Should().Be($"FUNCTION_RESULT_BEGIN 1-a 400 application/json {Flows.Start / 1_000_000}");
        answer.GetProperty("status").GetInt32().Should().Be(400);
        answer.GetProperty("errorMessage").GetString().Should().Be(problem);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("{\"selections\":{\"port\":[22}}")]
    [InlineData("{\"selections\":{\"peer\":\"\\ud800\"}}")]
    [InlineData("nonsense")]
    [InlineData("{\"selections\":{\"peer\":[[\"192.0.2.1\"]]}}")]
    [InlineData("{\"selections\":{\"peer\":{\"a\":1}}}")]
    [InlineData("{\"selections\":[]}", false)]
    [InlineData("{\"select\":{\"peer\":\"192.0.2.1\"}}")]
    [InlineData("{\"selections\":{\"unknown\":[\"x\"]}}")]
    public void says_what_is_wrong_with_a_payload(string payload, bool isWrong = true) =>
        caller.Ask("", payload).GetProperty("status").GetInt32().Should().Be(isWrong ? 400 : 200);

    [Fact]
    public void refuses_what_is_too_long_and_what_is_another_function()
    {
        FunctionCall call = new("7", "tcp-resets", Payload: null, IsTooLong: true);
        caller.Ask(call).GetProperty("status").GetInt32().Should().Be(413);
        caller.Ask(call with { IsTooLong = false, Text = "" }).GetProperty("status").GetInt32().Should().Be(404);
        caller.Ask(call with { IsTooLong = false, Text = "tcp-resetsx" }).GetProperty("status").GetInt32().Should().Be(404);
        caller.Lines[0].Should().StartWith("FUNCTION_RESULT_BEGIN 7 404 application/json ");
    }

    [Fact]
    public void tells_what_can_be_asked_without_data()
    {
        Happen();
        foreach (JsonElement info in new[] { caller.Ask("info"), caller.Ask("", "{\"info\":true,\"selections\":{\"port\":[22]}}") })
        {
            info.TryGetProperty("data", out _).Should().BeFalse();
            info.GetProperty("v").GetInt32().Should().Be(3, "then selections come in a payload");
            info.GetProperty("required_params")[0].GetProperty("options").EnumerateArray()
                .Where(option => option.GetProperty("defaultSelected").GetBoolean())
                .Select(option => option.GetProperty("id").GetString()).Should().Equal("received", "sent");
        }

        caller.Lines[0].Should().Be($"FUNCTION_RESULT_BEGIN 1-a 200 application/json {(Flows.Start / 1_000_000) + 1}");
        caller.Lines[^1].Should().Be("FUNCTION_RESULT_END");
    }

    [Theory]
    [InlineData("Members", "0x13")]
    [InlineData("Anyone", "0x8")]
    public void is_offered_to_those_who_may_see_it(string access, string bits)
    {
        using Caller other = new(flows, Enum.Parse<FunctionAccess>(access));
        other.Offer().Should().StartWith("FUNCTION GLOBAL 'tcp-resets' 10 'TCP resets ").And.EndWith($" 'top' '{bits}' 100\n");
    }

    // Rows a to e, of which d is ignored and e excluded.
    private void Happen()
    {
        flows.Happens(flows.Event(Received.Established, peer: "192.0.2.11"), 2);
        flows.Happens(
            flows.Event(SentCause.Aborted, peer: "2001:db8::1", role: Role.Client, localPort: 40000, peerPort: 443, cgroup: 2), 3);
        flows.Happens(flows.Event(SentCause.ClosedPort, peer: "192.0.2.13", localPort: 22), 4);
        flows.Happens(flows.Event(Ignored.Stray, peer: "192.0.2.14", localPort: 80), 5);
        flows.Happens(flows.Event(Received.Refused, peer: "192.0.2.15", localPort: 81, isExcluded: true), 6);
        flows.Settle();
    }

    private static string Names(JsonElement answer) =>
        string.Join(' ', Caller.Rows(answer, "Resets").Select(resets => "  abcde"[int.Parse(resets)]));
}
