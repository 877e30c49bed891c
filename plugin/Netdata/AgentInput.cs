using TcpResets.Linux;

namespace TcpResets.Netdata;

/// <summary>
/// What the agent says on standard input, as requests. Agents from 2.0 on end a plugin with the word QUIT and the end of the stream, agents
/// before with the end alone; what else they may say is for plugins that offer functions.
/// </summary>
internal sealed class AgentInput(int descriptor)
{
    private const int NotQuit = -1;
    private static ReadOnlySpan<byte> Quit => "QUIT"u8;

    private readonly byte[] buffer = new byte[4096];
    private int matched;

    /// <summary>The descriptor to wait for; negative once there is nothing more to expect from it.</summary>
    /// <remarks>
    /// An agent's end is a pipe or a socket. A file or a device says nothing of whoever reads the output, be it /dev/null, or the
    /// /dev/urandom that the runtime opens for itself as descriptor 0 where there was none.
    /// </remarks>
    public int Descriptor { get; private set; } = FileDescriptor.CanSeek(descriptor) ? -1 : descriptor;

    /// <summary>Stops listening: the descriptor turned out not to be open.</summary>
    public void Close() => Descriptor = -1;

    /// <summary>Reads what is there.</summary>
    /// <returns>What it asks for: <see cref="AgentRequest.Quit"/> at the end of the stream, too.</returns>
    public AgentRequest Read()
    {
        int length = FileDescriptor.Read(Descriptor, buffer);
        if (length is -Errno.Interrupted or -Errno.Again)
        {
            return AgentRequest.None;
        }

        if (length <= 0)
        {
            return AgentRequest.Quit;
        }

        foreach (byte next in buffer.AsSpan(0, length))
        {
            if (next == '\n')
            {
                if (matched == Quit.Length)
                {
                    return AgentRequest.Quit;
                }

                matched = 0;
            }
            else
            {
                matched = matched != NotQuit && matched < Quit.Length && next == Quit[matched] ? matched + 1 : NotQuit;
            }
        }

        // The agent sends no newline after it.
        return matched == Quit.Length ? AgentRequest.Quit : AgentRequest.None;
    }
}
