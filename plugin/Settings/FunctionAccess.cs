namespace TcpResets.Settings;

/// <summary>Who may call the Function: the key <c>access</c> of <c>[function]</c>.</summary>
internal enum FunctionAccess
{
    /// <summary>
    /// Members of the agent's space who are signed in and may see what is sensitive, as for Netdata's own table of sockets.
    /// </summary>
    Members,

    /// <summary>Whoever reaches the agent.</summary>
    Anyone,
}
