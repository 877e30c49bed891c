using System.CommandLine;

namespace TcpResets.Commands;

/// <summary><c>completion</c>: what makes a shell complete this program's commands and options.</summary>
internal static class CompletionCommand
{
    private const string Bash = $$"""
        # {{Executable.Name}}: source this, or put it into /usr/share/bash-completion/completions/{{Executable.Name}}
        _tcp_resets_plugin() {
            local IFS=$'\n'
            COMPREPLY=($(compgen -W "$("$1" complete --position "$COMP_POINT" -- "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _tcp_resets_plugin {{Executable.Name}} {{Executable.Command}}
        """;

    private const string Zsh = $$"""
        # {{Executable.Name}}: source this after compinit
        _tcp_resets_plugin() {
            compadd -- ${(f)"$("${words[1]}" complete --position "$CURSOR" -- "$BUFFER" 2>/dev/null)"}
        }
        compdef _tcp_resets_plugin {{Executable.Name}} {{Executable.Command}}
        """;

    private const string FishAnswer = "((commandline -o)[1] complete --position (commandline -C) -- (commandline -b))";

    private const string Fish = $$"""
        # {{Executable.Name}}: put this into ~/.config/fish/completions/{{Executable.Name}}.fish
        complete --no-files --command {{Executable.Name}} --command {{Executable.Command}} --arguments '{{FishAnswer}}'
        """;

    public static Command Create()
    {
        Argument<string> shell = new("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        Command completion = new("completion", "Print what makes a shell complete commands and options.") { shell };
        completion.SetAction(result =>
        {
            string script = result.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, _ => Fish };
            result.InvocationConfiguration.Output.Write(script + '\n');
            return ExitCode.Done;
        });
        return completion;
    }

    /// <summary>The command, for those scripts only, that answers with a line a candidate.</summary>
    public static Command CreateAnswer()
    {
        Option<int?> position = new("--position") { Description = "Where the cursor is in the line." };
        Argument<string> line = new("line") { Description = "The line so far." };
        Command complete = new("complete", "Answer a shell's completion.") { position, line };
        complete.Hidden = true;
        complete.SetAction(result =>
        {
            string typed = result.GetValue(line)!;
            typed = typed[..Math.Clamp(result.GetValue(position) ?? typed.Length, 0, typed.Length)];
            int afterProgram = typed.IndexOf(' ', StringComparison.Ordinal) + 1;
            string words = afterProgram == 0 ? "" : typed[afterProgram..];
            foreach (var candidate in CommandLine.Parse(words).GetCompletions(words.Length))
            {
                result.InvocationConfiguration.Output.WriteLine(candidate.Label);
            }

            return ExitCode.Done;
        });
        return complete;
    }
}
