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
    [InlineData(true, "\n\nQUIT\nFUNCTION")]
    [InlineData(false, "")]
    [InlineData(false, "\n")]
    [InlineData(false, "QUI")]
    [InlineData(false, "QUIx", "T")]
    [InlineData(false, "QUITE")]
    [InlineData(false, " QUIT")]
    [InlineData(false, "xQUIT\nQUI", "x\n")]
    public void ends_the_plugin_with_the_word_QUIT_on_a_line_of_its_own(bool ends, params string[] said)
    {
        bool ended = false;
        foreach (string part in said.Where(part => part.Length > 0))
        {
            agent.Write(Encoding.ASCII.GetBytes(part));
            ended = input.Read() == AgentRequest.Quit;
        }

        ended.Should().Be(ends);
    }

    [Fact]
    public void ends_the_plugin_with_its_own_end()
    {
        agent.SafePipeHandle.Dispose();
        input.Read().Should().Be(AgentRequest.Quit);
    }

    [Fact]
    public void is_no_longer_than_what_is_said_at_once()
    {
        agent.Write(Encoding.ASCII.GetBytes(new string('x', 4095) + "\nQUIT"));
        input.Read().Should().Be(AgentRequest.None);
        input.Read().Should().Be(AgentRequest.Quit);
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
}
