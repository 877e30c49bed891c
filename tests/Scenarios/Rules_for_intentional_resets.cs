using FluentAssertions;
using TcpResets.Kernel;
using TcpResets.Resets;
using TcpResets.Tests.Scenarios.Ways;
using Xunit;

namespace TcpResets.Tests.Scenarios;

/// <summary>By kind and by peer, for everything that two hosts can do to each other.</summary>
[Collection(nameof(OneArena))]
public sealed class Rules_for_intentional_resets : IClassFixture<Rules_for_intentional_resets.Fixture>
{
    private readonly Fixture fixture;

    public Rules_for_intentional_resets(Fixture fixture) => this.fixture = fixture;

    public static TheoryData<string, string> Ways
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (Way way in EveryWay.All.Where(RuleArena.Takes))
            {
                foreach (Family family in Enum.GetValues<Family>().Where(family => way.Only is null || way.Only == family))
                {
                    rows.Add(family.ToString(), way.Name);
                }
            }

            return rows;
        }
    }

    [Theory, MemberData(nameof(Ways))]
    public void take_just_those_that_they_say_and_leave_no_trace_of_them_elsewhere(string family, string name)
    {
        Way way = EveryWay.All.Single(way => way.Name == name);
        (string expected, string seen) = fixture.Arena.Play(way, Enum.Parse<Family>(family));
        seen.Should().Be(expected);
        seen.Should().Contain(" excluded");
    }

    public sealed class Fixture : IDisposable
    {
        internal RuleArena Arena { get; } = new(options => KernelSource.TryAttach(options, out SourceFinding finding)
            ?? throw new InvalidOperationException(finding.Reason));

        public void Dispose() => Arena.Dispose();
    }
}
