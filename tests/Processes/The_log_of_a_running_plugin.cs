using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Processes;

public sealed class The_log_of_a_running_plugin : IDisposable
{
    private const string Classic = @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d: tcp-resets\.plugin ";
    private const string Logfmt = @" comm=tcp-resets\.plugin source=collector level=";

    private readonly HostFiles files = new();

    [Fact]
    public void has_the_form_of_agents_up_to_1_43_where_the_environment_says_nothing() =>
        Log().Should().SatisfyRespectively(
            line => line.Should().MatchRegex(Classic + "INFO  : MAIN : argument <update every>: '0' is not a whole number"),
            line => line.Should().MatchRegex(Classic + "INFO  : MAIN : source snmp, update every 1 s; "),
            line => line.Should().MatchRegex(Classic + @"ERROR : MAIN : \S+/netstat: No such file or directory; "));

    [Theory]
    [InlineData("stderr", "")]
    [InlineData("stderr", "logfmt")]
    [InlineData("stderr", "journal")]
    [InlineData("", "logfmt")]
    public void is_logfmt_where_the_agent_knows_methods_and_formats(string method, string format) =>
        Log(("NETDATA_LOG_METHOD", method), ("NETDATA_LOG_FORMAT", format)).Should().SatisfyRespectively(
            line => line.Should().MatchRegex(
                @"^time=\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z" + Logfmt + @"warning tid=\d+ msg=""argument <update every>: '0' is not "),
            line => line.Should().MatchRegex(@"^time=\S+" + Logfmt + @"info tid=\d+ msg=""source snmp, update every 1 s; .*""$"),
            line => line.Should().MatchRegex(@"^time=\S+" + Logfmt + @"error tid=\d+ msg=""\S+/netstat: No such file or directory; .*""$"));

    [Fact]
    public void is_json_where_the_agent_asks_for_it()
    {
        JsonElement[] lines = [.. Log(("NETDATA_LOG_FORMAT", "json")).Select(line => JsonDocument.Parse(line).RootElement)];
        lines.Select(line => line.GetProperty("level").GetInt32()).Should().Equal(4, 6, 3);
        lines.Should().AllSatisfy(line =>
        {
            line.EnumerateObject().Select(member => member.Name).Should().Equal("time", "comm", "source", "level", "tid", "msg");
            line.GetProperty("time").GetInt64().Should().BeCloseTo(PluginProcess.Now, 30_000_000);
            line.GetProperty("comm").GetString().Should().Be("tcp-resets.plugin");
        });
    }

    [Theory]
    [InlineData("emergency", 0)]
    [InlineData("crit", 0)]
    [InlineData("error", 1)]
    [InlineData("warning", 2)]
    [InlineData("notice", 2)]
    [InlineData("info", 3)]
    [InlineData("debug", 3)]
    [InlineData("", 3)]
    [InlineData("of no meaning", 3)]
    public void says_what_is_as_urgent_as_the_agent_asks_for(string level, int lines) =>
        Log(("NETDATA_LOG_LEVEL", level)).Should().HaveCount(lines);

    [Fact]
    public void is_one_line_a_message_whatever_a_name_holds()
    {
        using PluginProcess plugin = PluginProcess.Start("1 --source snmp", ("NETDATA_HOST_PREFIX", "/nowhere\n\e[31m"));
        plugin.ExitCode().Should().Be(1);
        plugin.RestOfLog().Should().ContainSingle().Which.Should().NotContain("\e");
    }

    public void Dispose() => files.Dispose();

    // A warning, what the plugin has decided, and an error.
    private string[] Log(params (string Name, string Value)[] environment)
    {
        files.Delete("netstat");
        using PluginProcess plugin = PluginProcess.Start("0 --source snmp", [files.Environment, .. environment]);
        plugin.NextTick();
        plugin.CloseInput();
        plugin.ExitCode().Should().Be(0);
        return plugin.RestOfLog();
    }
}
