using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using TcpResets.Linux;
using TcpResets.Resets;
using TcpResets.Settings;

namespace TcpResets.Commands;

/// <summary>The command tree: the bare call is the plugin, everything a person does by hand is a command below it.</summary>
internal static class CommandLine
{
    private static readonly string Examples = $"""
        Examples:
          {Executable.Called} check              does it work here, and why not
          sudo {Executable.Called} watch         each reset as it happens
          sudo {Executable.Called} top           who, where, why: a live table
          sudo {Executable.Called} diagnose      why there are resets, and what to do next
          {Executable.Called} guide              what to do when the alert is raised
          sudo {Executable.Called} install       put it into the Netdata of this machine
          {Executable.Called} 1 --source snmp    what the agent runs: prints its protocol
        """;

    private static readonly ParserConfiguration Parsing = new() { ResponseFileTokenReplacer = null }; // '@file' is a word as any other

    /// <summary>Does what the command line says, and tells what it could not do: there is no other way out of the process.</summary>
    public static int Invoke(string[] args)
    {
        using StandardStream output = new(FileDescriptor.Stdout);
        using StandardStream errors = new(FileDescriptor.Stderr);
        int exitCode;
        try
        {
            exitCode = Invoke(args, output, errors);
        }
        catch (Exception failure)
        {
            // The framework's texts are not in this build. Its number is, for whoever looks for the cause.
            errors.WriteLine($"{Executable.Called}: ended by too little memory, too few threads or open files, or by a mistake of its own: "
                + $"0x{failure.HResult:x8}");
            exitCode = ExitCode.CannotWork;
        }

        output.Flush();
        if (output.Error is 0 or Errno.BrokenPipe) // whoever has closed the other end has seen enough
        {
            return exitCode;
        }

        errors.WriteLine($"{Executable.Called}: standard output: {Errno.Text(output.Error)}");
        return exitCode == ExitCode.Done ? ExitCode.CannotWork : exitCode;
    }

    /// <summary>Parses words as they come from a shell.</summary>
    public static ParseResult Parse(IReadOnlyList<string> words) => Create().Parse(words, Parsing);

    /// <summary>Parses a line as a person types it.</summary>
    public static ParseResult Parse(string line) => Create().Parse(line, Parsing);

    private static int Invoke(string[] args, StandardStream output, StandardStream errors)
    {
        // By hand, without a word: a person wants to know what this is, not to read the agent's protocol.
        if (args.Length == 0 && FileDescriptor.IsTerminal(FileDescriptor.Stdout))
        {
            args = ["--help"];
        }

        ParseResult result = Parse(args);
        List<string> mistakes = [];
        foreach (Token token in result.Tokens)
        {
            if (token.Type == TokenType.Directive) // '[word]', which the library passes over
            {
                mistakes.Add($"'{token.Value}' is neither a command nor a number of seconds.");
            }
        }

        foreach (ParseError error in result.Errors)
        {
            mistakes.Add(string.Join(' ', error.Message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
        }

        foreach (string mistake in mistakes)
        {
            errors.WriteLine($"{Executable.Called}: {mistake}");
        }

        if (mistakes.Count > 0)
        {
            errors.WriteLine($"{Executable.Called}: see {Executable.Called} --help");
            return ExitCode.WrongUsage;
        }

        return result.Invoke(new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = null,
            Output = output,
            Error = errors,
        });
    }

    /// <summary>The tree. A <see cref="RootCommand"/> would drop <c>.plugin</c> from its name.</summary>
    public static Command Create()
    {
        Argument<string?> updateEvery = new("update every")
        {
            Description = "Seconds between two collections, as the agent gives them.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        updateEvery.Validators.Add(RefuseWords);
        Option<SourceChoice?> source = ChoiceOption<SourceChoice>(
            "--source", "Where the numbers come from; auto: the best that works here.", "source");
        Option<NetworkScope?> scope = ChoiceOption<NetworkScope>(
            "--network-namespaces",
            "Which namespaces to count: all of the host's, or the plugin's own.",
            "choice of network namespaces");

        Command plugin = new(Executable.Called, "Netdata plugin that counts TCP resets, and says what each one hit or why it was sent.")
        {
            updateEvery,
            source,
            scope,
            CheckCommand.Create(source, scope),
            WatchCommand.Create(scope),
            TopCommand.Create(scope),
            DiagnoseCommand.Create(scope),
            GuideCommand.Create(),
            InstallCommand.Create(),
            UninstallCommand.Create(),
            CompletionCommand.Create(),
            CompletionCommand.CreateAnswer(),
        };
        plugin.SetAction(result => RunCommand.Run(
            PluginSettings.Resolve(
                result.GetValue(updateEvery), result.GetValue(source), result.GetValue(scope), AgentEnvironment.OfThisProcess),
            AgentEnvironment.OfThisProcess));
        HelpOption help = new("--help", "-h");
        HelpAction plainHelp = (HelpAction)help.Action!;
        int columns = TerminalDevice.Size(FileDescriptor.Stdout).Columns;
        plainHelp.MaxWidth = columns > 0 ? columns : int.MaxValue; // else it asks the console, which writes to the terminal, too
        help.Action = new HelpWithExamples(plainHelp, updateEvery, new Dictionary<string, string>
        {
            [Executable.Called] = Examples,
            [WatchCommand.Name] = WatchCommand.Examples,
            [TopCommand.Name] = TopCommand.Examples,
            [DiagnoseCommand.Name] = DiagnoseCommand.Examples,
        });
        plugin.Options.Add(help);
        plugin.Options.Add(new VersionOption());
        return plugin;
    }

    /// <summary>An option that takes one of an enumeration's words.</summary>
    public static Option<T?> ChoiceOption<T>(string name, string description, string what)
        where T : struct, Enum
    {
        Option<T?> option = new(name)
        {
            Description = description,
            HelpName = string.Join('|', Words<T>.All),
            CustomParser = result =>
            {
                string word = result.Tokens[0].Value;
                if (Words<T>.TryParse(word, out T choice))
                {
                    return choice;
                }

                result.AddError($"'{word}' is not a {what}; it is one of {string.Join(", ", Words<T>.All)}.");
                return null;
            },
        };
        option.CompletionSources.Clear(); // the enumeration's names
        option.CompletionSources.Add([.. Words<T>.All]);
        return option;
    }

    // An optional first argument would swallow a mistyped command. A number out of range is the agent's configuration: the plugin
    // then says so in the log and works with the default.
    private static void RefuseWords(ArgumentResult result)
    {
        string word = result.Tokens.Count > 0 ? result.Tokens[0].Value : "";
        if (word.AsSpan(word.StartsWith('-') ? 1 : 0).ContainsAnyExceptInRange('0', '9') || word == "-")
        {
            result.AddError($"'{word}' is neither a command nor a number of seconds.");
        }
    }
}
