using FluentAssertions;
using TcpResets.Kernel.Tables;
using TcpResets.Resets;
using Xunit;

namespace TcpResets.Tests.Kernel;

public sealed class The_tables_of_reasons
{
    // As bpftool btf dump shows them.
    private static readonly string[] SentNames = Names("sk_rst_reason");
    private static readonly string[] DropNames = Names("skb_drop_reason");

    [Fact]
    public void name_only_reasons_that_a_kernel_gives()
    {
        SentReasons.Rows.Where(row => row.Reason.Length > 0).Select(row => SentReasons.Prefix + row.Reason).Should().BeSubsetOf(SentNames);
        DropReasons.Rows.Select(row => DropReasons.Prefix + row.Reason).Should().BeSubsetOf(DropNames);
    }

    [Fact]
    public void leave_nothing_to_other_that_says_more()
    {
        SentNames.Except(SentReasons.Rows.Select(row => SentReasons.Prefix + row.Reason)).Should().BeEquivalentTo(
            "SK_RST_REASON_NOT_SPECIFIED", // the rows without a reason
            "SK_RST_REASON_MPTCP_RST_EUNSPEC", // RFC 8684, 3.6: unspecified
            "SK_RST_REASON_MPTCP_RST_EWQ2BIG", // too much outstanding data
            "SK_RST_REASON_MPTCP_RST_EBADPERF", // unacceptable performance
            "SK_RST_REASON_ERROR",
            "SK_RST_REASON_MAX");
    }

    /// <summary>Nothing decides about a reset that is sent without a segment: what a table left open would be lost.</summary>
    [Fact]
    public void leave_nothing_undecided_where_no_segment_has_come()
    {
        Meanings meanings = new(SentNames.Select((name, number) => (name, number)).ToDictionary(), new Dictionary<string, int>());
        Provocation[] answers = [Provocation.Syn, Provocation.SynAck, Provocation.Other, Provocation.AcceptQueueFull];
        foreach (Provocation provocation in Enum.GetValues<Provocation>().Except(answers))
        {
            for (int reason = 0; reason <= Meanings.NoReason; reason++)
            {
                foreach (SocketState state in Enum.GetValues<SocketState>())
                {
                    byte kind = meanings.Sent[reason][(int)state][(int)provocation];
                    kind.Should().BeLessThan(Kind.Count, "{0} {1} {2}", reason, state, provocation);
                }
            }
        }
    }

    /// <summary>The newest reasons, which a test cannot have a kernel give: what they mean where the socket is a connection's.</summary>
    [Theory]
    [InlineData("SOCKET_FILTER")]
    [InlineData("SECURITY_HOOK")]
    [InlineData("PFMEMALLOC")]
    [InlineData("SOCKET_BACKLOG")]
    [InlineData("XFRM_POLICY")]
    [InlineData("PSP_INPUT")]
    public void take_what_is_refused_on_its_way_into_a_connection_for_invalid_and_a_copy_for_nothing(string reason)
    {
        Meanings meanings = new(new Dictionary<string, int>(), new Dictionary<string, int> { [DropReasons.Prefix + reason] = 7 });
        Kind invalid = Ignored.Invalid, nothing = Undecided.Nothing;
        meanings.Dropped[7][(int)SocketState.Established].Should().Be(invalid.Number);
        meanings.Dropped[7][(int)SocketState.TimeWait].Should().Be(invalid.Number);
        if (reason is not ("SOCKET_BACKLOG" or "PSP_INPUT")) // which raw(7) sockets do not have
        {
            meanings.Dropped[7][(int)SocketState.Close].Should().Be(nothing.Number, "a raw(7) socket is in that state");
        }
    }

    [Fact]
    public void have_no_row_that_an_earlier_one_hides()
    {
        for (int i = 0; i < SentReasons.Rows.Count; i++)
        {
            SentReason row = SentReasons.Rows[i];
            SentReasons.Rows.Take(i).Should().NotContain(earlier => earlier.Reason == row.Reason
                && (earlier.State == null || earlier.State == row.State)
                && (earlier.Provocation == null || earlier.Provocation == row.Provocation));
        }

        for (int i = 0; i < DropReasons.Rows.Count; i++)
        {
            DropReason row = DropReasons.Rows[i];
            DropReasons.Rows.Take(i).Should().NotContain(
                earlier => earlier.Reason == row.Reason && (earlier.State == null || earlier.State == row.State));
        }
    }

    private static string[] Names(string enumeration) =>
        [.. File.ReadLines(Repository.Fixture($"6.18/btf/{enumeration}")).Select(line => line.Split(' ')[0])];
}
