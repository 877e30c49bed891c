namespace TcpResets.Netdata;

/// <summary>What an agent asks of the plugin.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Call">The call, if it is one.</param>
internal readonly record struct AgentRequest(AgentRequestKind Kind, FunctionCall? Call = null)
{
    public static readonly AgentRequest None;
    public static readonly AgentRequest Quit = new(AgentRequestKind.Quit);
}
