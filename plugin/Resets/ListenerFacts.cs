namespace TcpResets.Resets;

/// <summary>A socket that listens.</summary>
/// <param name="port">Where.</param>
/// <param name="queue">Connections that wait to be accepted.</param>
/// <param name="backlog">How many may.</param>
/// <param name="process">Who has opened it, as in <c>nginx (812)</c>; others' words; empty if nobody was found.</param>
/// <param name="processNumber">The number of that process; 0 if nobody was found.</param>
internal sealed class ListenerFacts(ushort port, uint queue, uint backlog, string process = "", int processNumber = 0)
{
    public ushort Port => port;

    public uint Queue => queue;

    public uint Backlog => backlog;

    public string Process => process;

    public int ProcessNumber => processNumber;

    /// <summary>sk_acceptq_is_full(): one more than the backlog may wait.</summary>
    public bool IsFull => queue > backlog;
}
