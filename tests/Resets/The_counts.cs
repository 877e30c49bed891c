using FluentAssertions;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Resets;

public sealed class The_counts
{
    private readonly ResetCounts counts = new();

    [Fact]
    public void have_a_slot_of_its_own_for_each_family_and_kind()
    {
        List<int> slots = [];
        foreach (Family family in Enum.GetValues<Family>())
        {
            slots.Add(ResetCounts.Received(family));
            slots.Add(ResetCounts.Sent(family));
            slots.AddRange(Enum.GetValues<Received>().Select(kind => ResetCounts.Of(family, kind)));
            slots.AddRange(Enum.GetValues<Ignored>().Select(kind => ResetCounts.Of(family, kind)));
            slots.AddRange(Enum.GetValues<SentCause>().Select(kind => ResetCounts.Of(family, kind)));
        }

        slots.Should().OnlyHaveUniqueItems().And.HaveCount(2 * (2 + 5 + 4 + 11));
        slots.Order().Should().Equal(Enumerable.Range(0, slots.Count));
        slots.Should().AllSatisfy(slot => counts.TryGet(slot, out _).Should().BeFalse());
    }

    [Fact]
    public void are_absent_until_something_is_added_even_0()
    {
        int slot = ResetCounts.Sent(Family.IPv6);
        counts.TryGet(slot, out _).Should().BeFalse();
        counts.Add(slot, 0);
        counts.TryGet(slot, out ulong resets).Should().BeTrue();
        resets.Should().Be(0);
    }

    [Fact]
    public void go_on_where_they_were_when_they_were_absent_for_a_while()
    {
        int slot = ResetCounts.Of(Family.IPv4, SentCause.Timeout);
        counts.Add(slot, 3);
        counts.Forget(slot);
        counts.TryGet(slot, out _).Should().BeFalse();
        counts.Add(slot, 4);
        counts.TryGet(slot, out ulong resets).Should().BeTrue();
        resets.Should().Be(7);
    }

    [Fact]
    public void never_decrease_when_they_are_set()
    {
        int slot = ResetCounts.Of(Family.IPv6, Received.Closing);
        counts.Set(slot, 5);
        counts.Set(slot, 4);
        counts.TryGet(slot, out ulong resets).Should().BeTrue();
        resets.Should().Be(5, "a source may take back for a moment what it has counted");
        counts.Set(slot, 6);
        counts.TryGet(slot, out resets).Should().BeTrue();
        resets.Should().Be(6);
    }
}
