using System.Text.Json;
using FluentAssertions;
using Xunit;

namespace TcpResets.Tests.Agent;

/// <summary>In a real agent that lets the plugin read no kernel events.</summary>
public sealed class From_counters(SnmpStorm timeline) : In_a_real_agent(timeline), IClassFixture<SnmpStorm>
{
    [Fact]
    public void the_title_says_that_it_is_an_estimate_of_both_families() =>
        JsonDocument.Parse(timeline.Agent.Get("/api/v1/chart?chart=ipv4.tcp_resets")).RootElement.GetProperty("title").GetString()
            .Should().Contain("IPv4 and IPv6 together").And.Contain("estimated");
}
