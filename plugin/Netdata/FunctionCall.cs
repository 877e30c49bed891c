namespace TcpResets.Netdata;

/// <summary>A call of a Function, which must be answered under its transaction, whatever is asked.</summary>
/// <param name="Transaction">The agent's name for it: letters, digits and hyphens.</param>
/// <param name="Text">The Function's name and the words after it; empty where the agent has said none.</param>
/// <param name="Payload">The body of a POST request, if there was one.</param>
/// <param name="IsTooLong">Whether more was said than the plugin takes, so that text or payload are cut.</param>
internal sealed record FunctionCall(string Transaction, string Text, byte[]? Payload, bool IsTooLong);
