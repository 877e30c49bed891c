using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Tests.Terminal;
using Xunit;

namespace TcpResets.Tests.Resets;

public sealed class A_filter_of_resets
{
    private static readonly ResetEvent FromServer =
        SampleResets.Of(Received.TimeWait, "192.0.2.10", 5432, "198.51.100.7", 40112, Role.Server);

    private static readonly ResetEvent FromClient =
        SampleResets.Of(SentCause.TimeWait, "192.0.2.10", 40112, "::ffff:198.51.100.7", 5432, Role.Client);

    private static readonly ResetEvent FromUnknown = SampleResets.Of(Ignored.Stray, "2001:db8::10", 22, "2001:db8::7", 5432);

    private static readonly ResetEvent Excluded =
        SampleResets.Of(SentCause.ClosedPort, "192.0.2.10", 9000, "10.0.0.2", 34567, Role.Server, isExcluded: true);

    private static readonly (string Name, ResetEvent Reset)[] All =
        [("server", FromServer), ("client", FromClient), ("unknown", FromUnknown), ("excluded", Excluded)];

    public static TheoryData<string, string> Filters => new(
        Row("all", new ResetFilter(), "server client unknown excluded"),
        Row("received", new ResetFilter { Direction = Direction.Received }, "server"),
        Row("sent", new ResetFilter { Direction = Direction.Sent }, "client excluded"),
        Row("ignored", new ResetFilter { Direction = Direction.Ignored }, "unknown"),
        Row("kind of two directions", new ResetFilter { Kinds = ["time_wait"] }, "server client"),
        Row("two kinds", new ResetFilter { Kinds = ["stray", "closed_port"] }, "unknown excluded"),
        Row("excluded", new ResetFilter { Kinds = ["excluded"] }, "excluded"),
        Row("service port", new ResetFilter { Port = 5432 }, "server client unknown"),
        Row("ephemeral port", new ResetFilter { Port = 40112 }, ""),
        Row("either port of unknown", new ResetFilter { Port = 22 }, "unknown"),
        Row("peers of IPv4", new ResetFilter { Peer = Range("198.51.100.0/24") }, "server client"),
        Row("peers of IPv6", new ResetFilter { Peer = Range("2001:db8::/64") }, "unknown"),
        Row("all peers of IPv4", new ResetFilter { Peer = Range("0.0.0.0/0") }, "server client excluded"),
        Row("all peers of IPv6", new ResetFilter { Peer = Range("::/0") }, "unknown"),
        Row("no peer", new ResetFilter { Peer = Range("::") }, ""),
        Row("this side's address", new ResetFilter { Peer = Range("192.0.2.0/24") }, ""),
        Row("service", new ResetFilter { Service = "PostgreSQL.service" }, "server client unknown excluded"),
        Row("another service", new ResetFilter { Service = "postgresql" }, ""),
        Row("all at once", new ResetFilter { Direction = Direction.Sent, Port = 5432, Kinds = ["time_wait"] }, "client"));

    private static readonly Dictionary<string, ResetFilter> ByName = [];

    [Theory, MemberData(nameof(Filters))]
    public void takes_what_was_asked_for(string filter, string expected) =>
        string.Join(' ', All.Where(one => ByName[filter].Takes(one.Reset, SampleResets.Database)).Select(one => one.Name))
            .Should().Be(expected);

    [Fact]
    public void knows_every_kind_by_its_word() => ResetFilter.KindWords.Should().OnlyHaveUniqueItems()
        .And.BeEquivalentTo(
            Words<Received>.All.Union(Words<Ignored>.All).Union(Words<SentCause>.All).Append("excluded"));

    private static TheoryDataRow<string, string> Row(string name, ResetFilter filter, string expected)
    {
        ByName[name] = filter;
        return new(name, expected);
    }

    private static AddressRange Range(string text) => AddressRange.TryParse(text, out AddressRange range)
        ? range
        : throw new ArgumentException(text);
}
