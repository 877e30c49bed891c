using System.Text.Json;
using FluentAssertions;
using FsCheck.Xunit;
using TcpResets.Netdata;
using TcpResets.Resets;
using TcpResets.Tests.Resets;
using Xunit;

namespace TcpResets.Tests.Functions;

public sealed class A_name_that_others_chose
{
    [Theory]
    [InlineData("a\nFUNCTION_RESULT_END\nDISABLE\n")]
    [InlineData("\"],[\"")]
    [InlineData("</script><b>\\")]
    [InlineData("\0\u001b[31m\u202e\u2028")]
    [InlineData("half a pair \ud83d")]
    [InlineData("größer – 重置 🙂")]
    public void breaks_neither_the_protocol_nor_the_answer(string name) => Holds(name);

    [Property(MaxTest = 50)]
    public void may_be_any_text(string? name) => Holds(name ?? "");

    [Fact]
    public void makes_no_line_that_is_too_long_for_an_agent() => Holds(new string('\u0001', 100_000));

    private static void Holds(string name)
    {
        Flows flows = new(services: new OneService(name));
        flows.Happens(flows.Event(Received.Established));
        flows.Settle();
        using Caller caller = new(flows);
        JsonElement answer = caller.Ask();

        caller.Lines.Should().OnlyContain(line => line.Length < PluginsdWriter.LongestLine);
        caller.Lines[1..^1].Should().OnlyContain(line => line.All(c => c >= ' ' && c <= '~'))
            .And.OnlyContain(line => !line.StartsWith("FUNCTION"), "else it would end there");
        string told = answer.GetProperty("data")[0][1].GetString()!;
        string expected = new([.. name.Take(256)]);
        told.Length.Should().Be(expected.Length);
        told.Where((c, i) => c != expected[i] && !char.IsSurrogate(expected[i])).Should().BeEmpty();
    }

    private sealed class OneService(string name) : IServiceDirectory
    {
        private readonly Service service = new(ServiceKind.Container, name);

        public Service Find(ulong cgroup, uint networkNamespace) => service;
    }
}
