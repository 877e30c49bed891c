using System.CommandLine;
using System.Text;
using TcpResets.Linux;
using TcpResets.Running;

namespace TcpResets.Commands;

/// <summary>Tells a person who may not see what a command shows what to type instead.</summary>
internal static class PrivilegeAdvice
{
    /// <summary>Says why the source <c>kernel</c> does not work here, and, if root may have it, how to call the command.</summary>
    public static void Print(SourceLadder ladder, ParseResult command, TextWriter errors)
    {
        errors.WriteLine($"{Executable.Called}: {ladder.Findings[0].Reason}");
        if (FileTree.EffectiveUser() != 0)
        {
            errors.WriteLine($"{Executable.Called}: this does it: {AsRoot(command)}");
        }
    }

    // The whole path: sudo looks for commands where it wants.
    private static string AsRoot(ParseResult command)
    {
        StringBuilder line = new("sudo ");
        line.Append(Quoted(Environment.ProcessPath ?? Executable.Called));
        foreach (var token in command.Tokens)
        {
            line.Append(' ').Append(Quoted(token.Value));
        }

        return line.ToString();
    }

    private static string Quoted(string word)
    {
        foreach (char c in word)
        {
            if (!char.IsAsciiLetterOrDigit(c) && !"-_./:=,@%+".Contains(c, StringComparison.Ordinal))
            {
                return $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
            }
        }

        return word.Length > 0 ? word : "''";
    }
}
