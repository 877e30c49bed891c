using System.CommandLine;
using Command = System.CommandLine.Command;

namespace TcpResets.Tests.Packages;

/// <summary>
/// What makes shells complete the commands of a packaged plugin, from the tree of commands. What <c>completion</c> prints asks the
/// executable, which only the agent's group may run.
/// </summary>
internal static class Completions
{
    private const string Heading = "Made from the tree of commands, plugin/Commands/CommandLine.cs, by `make golden`.";
    private static readonly string Names = $"{Executable.Command} {Executable.Name}";

    public static string Bash() => $$"""
        # {{Heading}}
        _tcp_resets() {
            local command= words= i
            for ((i = 1; i < COMP_CWORD; i++)); do
                case ${COMP_WORDS[i]} in
                {{string.Join(" | ", CommandTree.Commands.Select(command => command.Name))}}) command=${COMP_WORDS[i]} && break ;;
                esac
            done
            case "$command ${COMP_WORDS[COMP_CWORD - 1]}" in
        {{string.Concat(All().SelectMany(BashValues))}}{{string.Concat(All().Select(BashWords))}}    esac
            COMPREPLY=($(compgen -W "$words" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -F _tcp_resets {{Names}}

        """;

    public static string Zsh() => $$"""
        #compdef {{Names}}
        # {{Heading}}
        local -a commands=(
        {{string.Concat(CommandTree.Commands.Select(command => $"    {Quoted($"{command.Name}:{command.Description}")}\n"))}})
        local context state state_descr line
        local -A opt_args
        _arguments -C \
        {{ZshArguments(CommandTree.Program)}}    '1:command:->command' '*::argument:->argument'
        case $state in
        command) _describe command commands ;;
        argument)
            case $words[1] in
        {{string.Concat(CommandTree.Commands.Select(ZshCommand))}}    esac
            ;;
        esac

        """;

    public static string Fish() => $"""
        # {Heading}
        complete --command {Executable.Command} --no-files
        {string.Concat(All().SelectMany(FishLines))}
        """;

    private static IEnumerable<Command> All() => CommandTree.Commands.Append(CommandTree.Program);

    private static string NameOf(Command command) => command == CommandTree.Program ? "" : command.Name;

    private static IEnumerable<string> BashValues(Command command) => CommandTree.OptionsOf(command)
        .Where(CommandTree.TakesValue)
        .Select(option => CommandTree.TakesDirectory(option)
            ? $"    '{NameOf(command)} {option.Name}') COMPREPLY=($(compgen -d -- \"${{COMP_WORDS[COMP_CWORD]}}\")); return ;;\n"
            : $"    '{NameOf(command)} {option.Name}') words='{string.Join(' ', CommandTree.WordsOf(option))}' ;;\n");

    private static string BashWords(Command command) => $"    '{NameOf(command)} '*) words='{string.Join(' ',
        command.Arguments.SelectMany(CommandTree.WordsOf)
            .Concat(command.Subcommands.Where(below => !below.Hidden).Select(below => below.Name))
            .Concat(CommandTree.OptionsOf(command).Select(option => option.Name)))}' ;;\n";

    private static string ZshCommand(Command command) => $"    {command.Name}) _arguments \\\n{ZshArguments(command)}        ;;\n";

    private static string ZshArguments(Command command) => string.Concat(
        CommandTree.OptionsOf(command).Select(option => $"        {Quoted(ZshOption(option))} \\\n")
            .Concat(command.Arguments.Where(argument => CommandTree.WordsOf(argument).Count > 0)
                .Select(argument => $"        {Quoted($"1:{argument.Name}:({string.Join(' ', CommandTree.WordsOf(argument))})")} \\\n")))
        [..(command == CommandTree.Program ? ^0 : ^3)] + (command == CommandTree.Program ? "" : "\n");

    private static string ZshOption(Option option)
    {
        string words = string.Join(' ', CommandTree.WordsOf(option));
        string value = !CommandTree.TakesValue(option) ? ""
            : $":{option.HelpName!.Replace(":", "\\:", StringComparison.Ordinal)}:"
                + (CommandTree.TakesDirectory(option) ? "_files -/" : words.Length > 0 ? $"({words})" : " ");
        string repeats = option.Arity.MaximumNumberOfValues > 1 ? "*" : "";
        return $"{repeats}{option.Name}[{option.Description!.Replace("[", "\\[", StringComparison.Ordinal)}]{value}";
    }

    private static IEnumerable<string> FishLines(Command command)
    {
        string start = $"complete --command {Executable.Command}";
        string condition = command == CommandTree.Program ? "__fish_use_subcommand" : $"'__fish_seen_subcommand_from {command.Name}'";
        if (command != CommandTree.Program)
        {
            yield return $"{start} --condition __fish_use_subcommand --arguments {command.Name} "
                + $"--description {FishQuoted(command.Description!)}\n";
        }

        foreach (Argument argument in command.Arguments.Where(argument => CommandTree.WordsOf(argument).Count > 0))
        {
            yield return $"{start} --condition {condition} --arguments '{string.Join(' ', CommandTree.WordsOf(argument))}'\n";
        }

        foreach (Option option in CommandTree.OptionsOf(command))
        {
            string value = !CommandTree.TakesValue(option) ? ""
                : CommandTree.TakesDirectory(option) ? " --require-parameter --force-files"
                : $" --exclusive --arguments '{string.Join(' ', CommandTree.WordsOf(option))}'";
            yield return $"{start} --condition {condition} --long-option {option.Name[2..]}{value} "
                + $"--description {FishQuoted(option.Description!)}\n";
        }
    }

    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    private static string FishQuoted(string text) => $"'{text.Replace("'", "\\'", StringComparison.Ordinal)}'";
}
