using System.IO.Pipes;
using System.Text;
using FluentAssertions;
using TcpResets.Netdata;
using Xunit;

namespace TcpResets.Tests.Netdata;

public sealed class The_input_from_an_agent : IDisposable
{
    private readonly AnonymousPipeServerStream agent = new(PipeDirection.Out);
    private readonly AgentInput input;

    public The_input_from_an_agent() => input = new AgentInput((int)agent.ClientSafePipeHandle.DangerousGetHandle());

    [Theory]
    [InlineData(true, "QUIT")]
    [InlineData(true, "QUIT\n")]
    [InlineData(true, "Q", "U", "I", "T")]
    [InlineData(true, "FUNCTION 1 10 \"x\"\nQU", "IT")]
    [InlineData(true, "QUITE\nQUIT")]
    [InlineData(true, "\n\nQUIT\n")]
    [InlineData(true, "FUNCTION 1 10 \"x\"\nQUIT\n")]
    [InlineData(true, "QUIT\nFUNCTION 1 10 \"x\"\n", "QUIT")]
    [InlineData(false, "")]
    [InlineData(false, "\n")]
    [InlineData(false, "QUI")]
    [InlineData(false, "QUIx", "T")]
    [InlineData(false, "QUITE")]
    [InlineData(false, " QUIT")]
    [InlineData(false, "xQUIT\nQUI", "x\n")]
    [InlineData(false, "\n\nQUIT\nFUNCTION")]
    [InlineData(false, "QUIT\n\n")]
    public void ends_the_plugin_with_the_word_QUIT_on_a_line_of_its_own(bool ends, params string[] said)
    {
        bool ended = false;
        foreach (string part in said.Where(part => part.Length > 0))
        {
            agent.Write(Encoding.ASCII.GetBytes(part));
            ended = Asked() == AgentRequestKind.Quit;
        }

        ended.Should().Be(ends);
    }

    [Fact]
    public void ends_the_plugin_with_its_own_end()
    {
        agent.SafePipeHandle.Dispose();
        Asked().Should().Be(AgentRequestKind.Quit);
    }

    /// <summary>An agent hands a payload on as it came, between words of its own, in one write.</summary>
    [Theory]
    [InlineData("QUIT")]
    [InlineData("{}\nFUNCTION_PAYLOAD_END\nQUIT")]
    [InlineData("{}\nFUNCTION_PAYLOAD_END\nQUIT\n")]
    [InlineData("{}\nFUNCTION_PAYLOAD_END\nFUNCTION 2 10 \"x\"\nQUIT")]
    public void does_not_end_the_plugin_by_what_a_caller_says(string payload)
    {
        const string header = "FUNCTION_PAYLOAD 1 10 \"x\" \"0x8\" \"s\" \"t\"\n";
        agent.Write(Encoding.ASCII.GetBytes($"{header}{payload}\nFUNCTION_PAYLOAD_END\n"));
        Asked().Should().Be(AgentRequestKind.None);

        // Nor where a read ends just behind it.
        string before = header + payload[..(payload.LastIndexOf("QUIT", StringComparison.Ordinal) + 4)];
        agent.Write(Encoding.ASCII.GetBytes($"{new string('\n', 4096 - before.Length)}{before}\nFUNCTION_PAYLOAD_END\n"));
        Asked().Should().Be(AgentRequestKind.None);
        Asked().Should().Be(AgentRequestKind.None);
        agent.Write("QUIT"u8);
        Asked().Should().Be(AgentRequestKind.Quit);
    }

    [Fact]
    public void is_no_longer_than_what_is_said_at_once()
    {
        agent.Write(Encoding.ASCII.GetBytes(new string('x', 4095) + "\nQUIT"));
        Asked().Should().Be(AgentRequestKind.None);
        Asked().Should().Be(AgentRequestKind.Quit);
    }

    [Theory]
    [InlineData("/dev/null")]
    [InlineData("/dev/urandom")]
    [InlineData("/proc/self/status")]
    public void is_not_expected_from_a_device_or_a_file(string path)
    {
        using var file = File.OpenHandle(path);
        new AgentInput((int)file.DangerousGetHandle()).Descriptor.Should().BeNegative();
    }

    public void Dispose() => agent.Dispose();

    // All that is there, up to what ends the plugin.
    private AgentRequestKind Asked()
    {
        input.Read();
        AgentRequest request = input.Next();
        while (request.Kind == AgentRequestKind.Call)
        {
            request = input.Next();
        }

        return request.Kind;
    }
}
