using FluentAssertions;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Scenarios;

/// <summary>Each trouble is made for real, alone, and beside a host's usual noise, of which there are 20 resets a second.</summary>
public sealed class What_diagnose_says_first : IDisposable
{
    private readonly Patient patient = new();

    public static MatrixTheoryData<int, bool> Rows => new(Enumerable.Range(0, Troubles.All.Length), [false, true]);

    /// <summary>Two that come together, the heavier one last.</summary>
    public static TheoryData<string, string> Pairs => new()
    {
        { "peer_port_closed", "queue_full" },
        { "own_firewall", "request_timeout" },
        { "conntrack_invalid", "service_down" },
    };

    [Theory, MemberData(nameof(Rows))]
    public void is_the_trouble(int number, bool isNoisy)
    {
        Trouble trouble = Troubles.All[number];
        if (patient.Knows(trouble.Kind)) // else The_causes_of_resets has it with rows that are written down
        {
            Diagnosed.First(patient, trouble, isNoisy);
        }
    }

    [Theory, MemberData(nameof(Pairs))]
    public void is_the_heavier_one_of_two_and_then_the_other(string lighter, string heavier)
    {
        Trouble[] both = [.. new[] { heavier, lighter }.Select(word => Troubles.All.First(trouble => trouble.Cause == word))];
        if (Array.TrueForAll(both, trouble => patient.Knows(trouble.Kind)))
        {
            patient.Suffer(both[1], isNoisy: true);
            patient.Suffer(both[0], isNoisy: true);

            List<Cause> causes = patient.Diagnose();
            string all = Diagnosed.AllOf(causes);
            causes[0].Score.Should().BeGreaterThan(causes[1].Score, all);
            Diagnosed.ShouldBe(causes[0], both[0], all);
            Diagnosed.ShouldBe(causes[1], both[1], all);
        }
    }

    public void Dispose() => patient.Dispose();
}
