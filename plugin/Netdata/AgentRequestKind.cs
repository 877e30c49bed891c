namespace TcpResets.Netdata;

/// <summary>What kind of thing an agent asks for.</summary>
internal enum AgentRequestKind
{
    /// <summary>Nothing, or nothing yet, or nothing that needs an answer.</summary>
    None,

    /// <summary>The end of the plugin.</summary>
    Quit,

    /// <summary>An answer of a Function.</summary>
    Call,
}
