using System.CommandLine;

namespace TcpResets.Commands;

/// <summary><c>completion</c>: what makes a shell complete commands and options.</summary>
internal static class CompletionCommand
{
    /// <summary>The command.</summary>
    public static Command Create()
    {
        Command completion = new("completion", "Print what makes a shell complete this program's commands and options.");
        completion.SetAction(_ => 0);
        return completion;
    }
}
