using System.CommandLine;
using System.CommandLine.Completions;
using TcpResets.Commands;
using Command = System.CommandLine.Command;

namespace TcpResets.Tests.Packages;

/// <summary>The tree of commands as people see it: what the man page and the completions are made from.</summary>
internal static class CommandTree
{
    /// <summary>The bare call and its options.</summary>
    public static Command Program { get; } = CommandLine.Create();

    /// <summary>What a person can call, in the order of the help.</summary>
    public static IReadOnlyList<Command> Commands { get; } = [.. Program.Subcommands.Where(command => !command.Hidden)];

    /// <summary>The options of a command, and the help that every one has.</summary>
    public static IEnumerable<Option> OptionsOf(Command command) => command == Program
        ? Program.Options
        : command.Options.Concat(Program.Options.Where(option => option.Name == "--help"));

    /// <summary>The words that may stand for an argument, or behind an option; none if it takes others than these.</summary>
    public static IReadOnlyList<string> WordsOf(Symbol symbol) =>
        [.. symbol.GetCompletions(CompletionContext.Empty).Select(word => word.Label)];

    public static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;

    /// <summary>True if what stands behind it is a directory.</summary>
    public static bool TakesDirectory(Option option) => option.HelpName == "PREFIX";
}
