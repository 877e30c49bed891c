namespace TcpResets.Tests.Support;

/// <summary>How a program ended and all it wrote.</summary>
internal sealed record CommandResult(int ExitCode, string Output, string Errors)
{
    /// <summary>What a person sees on a terminal, though not in the order of arrival.</summary>
    public string Said => Output + Errors;
}
