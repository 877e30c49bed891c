using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Ways;
using Xunit;

namespace TcpResets.Tests.Scenarios;

[Collection(nameof(OneArena))]
public sealed class Every_way_to_make_a_reset
{
    private readonly Arena arena;

    public Every_way_to_make_a_reset(SharedArena shared) => arena = shared.Arena;

    public static TheoryData<string, string> Ways => Rows(EveryWay.All);

    public static TheoryData<string, string> WaysOfDebian => Rows(EveryWay.OfDebian);

    public static TheoryData<string, string> WaysWithoutFunctions => Rows(EveryWay.WithoutFunctions);

    public static TheoryData<string, string> WaysWithRules => Rows(EveryWay.WithRules);

    [Theory, MemberData(nameof(Ways))]
    public void is_counted_once_under_what_it_was(string family, string name)
    {
        Way way = EveryWay.All.Single(way => way.Name == name);
        string seen = arena.Play(way, Enum.Parse<Family>(family)).ToString();
        string expected = arena.Expect(way, Enum.Parse<Family>(family)).ToString();
        seen.Should().Be(expected, "over {0}, {1}; this was seen: {2}", family, name, seen);
    }

    private static TheoryData<string, string> Rows(IEnumerable<Way> ways)
    {
        TheoryData<string, string> rows = [];
        foreach (Way way in ways)
        {
            foreach (Family family in Enum.GetValues<Family>().Where(family => way.Only is null || way.Only == family))
            {
                rows.Add(family.ToString(), way.Name);
            }
        }

        return rows;
    }
}
