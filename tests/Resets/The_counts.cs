using FluentAssertions;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Resets;

public sealed class The_counts
{
    private readonly ResetCounts counts = new();

    [Fact]
    public void have_a_place_of_its_own_for_each_family_and_kind()
    {
        Kind[] kinds = [.. Kind.OfReceived, .. Kind.OfIgnored, .. Kind.OfSent, Kind.AllReceived, Kind.AllSent];
        kinds.Should().HaveCount(5 + 4 + 12 + 2);
        Enum.GetValues<Family>().SelectMany(family => kinds.Select(kind => kind.Slot(family)))
            .Should().OnlyHaveUniqueItems().And.OnlyContain(slot => slot >= 0 && slot < 2 * Kind.Room);
        kinds.Should().AllSatisfy(kind => counts.TryGet(Family.IPv6, kind, out _).Should().BeFalse());
    }

    [Fact]
    public void are_named_by_the_words_of_the_charts() =>
        string.Join(' ', [.. Kind.OfReceived, .. Kind.OfIgnored, .. Kind.OfSent]).Should().Be(
            "refused handshake established closing time_wait stray time_wait out_of_window invalid "
            + "closed_port half_open aborted unread_data late_data time_wait queue_full no_memory timeout invalid firewall other");

    [Fact]
    public void are_part_of_the_total_of_their_direction_or_of_none()
    {
        Kind.OfReceived.Should().OnlyContain(kind => kind.Total == Kind.AllReceived);
        Kind.OfSent.Should().OnlyContain(kind => kind.Total == Kind.AllSent);
        Kind.OfIgnored.Should().OnlyContain(kind => kind.Total == null);
    }

    [Fact]
    public void are_absent_until_something_is_added_even_0()
    {
        counts.TryGet(Family.IPv6, Kind.AllSent, out _).Should().BeFalse();
        counts.Add(Family.IPv6, Kind.AllSent, 0);
        counts.TryGet(Family.IPv6, Kind.AllSent, out ulong resets).Should().BeTrue();
        resets.Should().Be(0);
    }

    [Fact]
    public void go_on_where_they_were_when_they_were_absent_for_a_while()
    {
        counts.Add(Family.IPv4, SentCause.Timeout, 3);
        counts.Forget(Family.IPv4, SentCause.Timeout);
        counts.TryGet(Family.IPv4, SentCause.Timeout, out _).Should().BeFalse();
        counts.Add(Family.IPv4, SentCause.Timeout, 4);
        counts.TryGet(Family.IPv4, SentCause.Timeout, out ulong resets).Should().BeTrue();
        resets.Should().Be(7);
    }

    [Fact]
    public void tell_that_something_has_changed()
    {
        Changes(() => counts.Set(Family.IPv4, Received.Refused, 0)).Should().BeTrue("it is known now");
        Changes(() => counts.Set(Family.IPv4, Received.Refused, 0)).Should().BeFalse();
        Changes(() => counts.Add(Family.IPv4, Received.Refused, 0)).Should().BeFalse();
        Changes(() => counts.Set(Family.IPv4, Received.Refused, 7)).Should().BeTrue();
        Changes(() => counts.Set(Family.IPv6, Received.Refused, 7)).Should().BeTrue();
        Changes(() => counts.Add(Family.IPv4, Received.Refused, 1)).Should().BeTrue();
        Changes(() => counts.Forget(Family.IPv4, Received.Refused)).Should().BeTrue();
        Changes(() => counts.Forget(Family.IPv4, Received.Refused)).Should().BeFalse();
        Changes(() => counts.Add(Family.IPv4, Received.Refused, 0)).Should().BeTrue("it is known again");
    }

    private bool Changes(Action what)
    {
        ulong before = counts.Changes;
        what();
        return counts.Changes != before;
    }
}
