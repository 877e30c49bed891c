using TcpResets.Linux;

namespace TcpResets.Netdata;

/// <summary>
/// What the agent says on standard input, as requests. Agents from 2.0 on end a plugin with the word QUIT and the end of the stream, agents
/// before with the end alone.
/// </summary>
internal sealed class AgentInput(int descriptor)
{
    private readonly AgentDialogue dialogue = new();

    /// <summary>The descriptor to wait for; negative once there is nothing more to expect from it.</summary>
    /// <remarks>
    /// An agent's end is a pipe or a socket. A file or a device says nothing of whoever reads the output, be it /dev/null, or the
    /// /dev/urandom that the runtime opens for itself as descriptor 0 where there was none.
    /// </remarks>
    public int Descriptor { get; private set; } = FileDescriptor.CanSeek(descriptor) ? -1 : descriptor;

    /// <summary>Stops listening: the descriptor turned out not to be open.</summary>
    public void Close() => Descriptor = -1;

    /// <summary>Reads what is there, once; then all of it is to be asked for by <see cref="Next"/>.</summary>
    public void Read()
    {
        int length = FileDescriptor.Read(Descriptor, dialogue.Room);
        if (length is not (-Errno.Interrupted or -Errno.Again))
        {
            dialogue.Receive(Math.Max(0, length));
        }
    }

    /// <summary>The next request of what has been read: <see cref="AgentRequest.Quit"/> at the end of the stream, too.</summary>
    public AgentRequest Next() => dialogue.Next();
}
