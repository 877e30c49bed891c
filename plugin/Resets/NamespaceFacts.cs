namespace TcpResets.Resets;

/// <summary>What one network namespace tells.</summary>
internal sealed class NamespaceFacts(uint networkNamespace)
{
    public uint NetworkNamespace => networkNamespace;

    /// <summary>
    /// What to write before a command so that it is run there, as in <c>ip netns exec web </c>; empty for this program's own; null if no
    /// way in is known.
    /// </summary>
    public string? Entry { get; init; }

    /// <summary>All that listen; null if it could not be seen.</summary>
    public IReadOnlyList<ListenerFacts>? Listeners { get; init; }

    /// <summary>Peers with which there is a connection in use.</summary>
    public IReadOnlyList<string> Connected { get; init; } = [];

    /// <summary>net.core.somaxconn: the most that a listener's backlog can be.</summary>
    public ulong? MostBacklog { get; init; }

    /// <summary>net.ipv4.tcp_abort_on_overflow.</summary>
    public ulong? AbortsOnOverflow { get; init; }

    /// <summary>net.ipv4.tcp_syncookies.</summary>
    public ulong? SynCookies { get; init; }

    /// <summary>net.ipv4.tcp_max_syn_backlog.</summary>
    public ulong? MostHalfOpen { get; init; }

    public ListenerFacts? Listener(ushort port)
    {
        ListenerFacts? found = null;
        foreach (ListenerFacts listener in Listeners ?? [])
        {
            if (listener.Port == port && (found is null || listener.Queue > found.Queue))
            {
                found = listener;
            }
        }

        return found;
    }

    public bool IsConnected(Crowd crowd) => Connected.Contains(crowd.PeerText);
}
