using FluentAssertions;
using TcpResets.Resets;
using TcpResets.Running;
using TcpResets.Tests.Running;
using Xunit;

namespace TcpResets.Tests.Resets;

/// <summary>The peer closes as the next request goes: some of the resets find its FIN come already. Half-open ones never do.</summary>
public sealed class A_keep_alive_race
{
    private const byte Established = 1;
    private const byte CloseWait = 8;

    /// <summary>How many of 20 meet CLOSE-WAIT, and what that is.</summary>
    public static TheoryData<int, string> Shares => new()
    {
        { 20, "keep_alive_race" },
        { 19, "keep_alive_race" },
        { 5, "keep_alive_race" },
        { 4, "half_open_peer" },
        { 1, "half_open_peer" },
        { 0, "half_open_peer" },
    };

    [Theory, MemberData(nameof(Shares))]
    public void is_known_by_the_share_that_met_the_peers_FIN_whatever_came_last(int raced, string word)
    {
        foreach (bool isRacedLast in new[] { false, true })
        {
            Flows flows = Make(raced, isRacedLast);
            WordOf(flows).Should().Be(word);
            flows.Settle(600);
            WordOf(flows).Should().Be(word, "it stays that when it is over");
        }
    }

    [Theory, MemberData(nameof(Shares))]
    public void is_still_known_from_the_history(int raced, string word)
    {
        Flows flows = Make(raced, isRacedLast: true);
        Flows next = new(now: flows.Now) { Offset = flows.Offset };
        next.Settle(0);
        HistoryReader.TryRead(The_history.Compose(flows), next.Table).Should().BeTrue();
        WordOf(next).Should().Be(word);
    }

    private static Flows Make(int raced, bool isRacedLast)
    {
        Flows flows = new();
        for (int i = 0; i < 20; i++)
        {
            bool isRaced = isRacedLast ? i >= 20 - raced : i < raced;
            ResetEvent reset = flows.Event(Received.Established, role: Role.Client, connection: (9, 9, 0), isUnacknowledged: true);
            flows.Happens(reset with { State = isRaced ? CloseWait : Established });
        }

        flows.Settle();
        return flows;
    }

    private static string WordOf(Flows flows) =>
        Diagnosis.Explain(Diagnosis.Look(flows.Table.Rows), HostFacts.None).Should().ContainSingle().Subject.Rule.Word;
}
