using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FluentAssertions;
using TcpResets.Linux;
using TcpResets.Netdata;
using TcpResets.Resets;
using TcpResets.Tests.Resets;
using Xunit;

namespace TcpResets.Tests.Functions;

public sealed class A_table_of_4096_rows : IDisposable
{
    private const int Rows = 4096;

    private static readonly FunctionCall All = new("1-a", "tcp-resets", Payload: null, IsTooLong: false);

    private readonly Flows flows = new(Rows);
    private readonly Caller caller;

    public A_table_of_4096_rows()
    {
        for (int row = 0; row < Rows; row++)
        {
            flows.Happens(flows.Event(
                Received.Established, peer: $"2001:db8::{row + 1:x}", cgroup: (ulong)(row % 1000) + 1, connection: (1, 1, (uint)row)));
        }

        flows.Settle();
        caller = new Caller(flows);
    }

    public void Dispose() => caller.Dispose();

    [Fact]
    public void is_told_whole_in_lines_that_an_agent_takes()
    {
        JsonElement answer = caller.Ask();
        answer.GetProperty("data").GetArrayLength().Should().Be(Rows);
        caller.Lines.Should().OnlyContain(line => Encoding.UTF8.GetByteCount(line) < PluginsdWriter.LongestLine);
        JsonSchema.Problems("Functions/function.schema.json", answer.GetRawText()).Should().Equal("");
    }

    /// <summary>
    /// How many milliseconds that is depends on the machine: tests/Benchmarks tells. Here telling goes by turns with reading and writing
    /// the same, and the best turn of each counts: whatever else the machine does only adds to it.
    /// </summary>
    [Fact]
    public void is_told_in_at_most_three_times_what_a_library_takes_to_copy_it()
    {
        byte[] text = Encoding.UTF8.GetBytes(caller.Ask().GetRawText());
        double told = double.MaxValue, copied = double.MaxValue;
        for (int turn = 0; turn < 30; turn++)
        {
            told = Math.Min(told, Microseconds(() => caller.Answer(All)));
            copied = Math.Min(copied, Microseconds(() => JsonNode.Parse(text)!.ToJsonString()));
        }

        TestContext.Current.SendDiagnosticMessage($"told in {told} us, copied in {copied} us");
        told.Should().BeInRange(copied / 100, copied * 3);
    }

    [Fact]
    public void is_told_without_a_buffer_for_all_of_it() =>
        Allocation.Of(() => caller.Answer(All)).Should().BeLessThan(1_000_000, "the answer is longer, and a row takes some 100 bytes");

    // Of a processor, which other tests want, too.
    private static long Microseconds(Action run)
    {
        long begin = ClockGetTime.OfThisThread();
        run();
        return ClockGetTime.OfThisThread() - begin;
    }
}
