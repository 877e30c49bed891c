namespace TcpResets.Netdata;

/// <summary>What an agent asks of the plugin.</summary>
internal enum AgentRequest
{
    /// <summary>Nothing, or nothing yet, or what is for plugins that offer functions.</summary>
    None,

    Quit,
}
